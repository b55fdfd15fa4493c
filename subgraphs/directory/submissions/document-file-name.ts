import { documentTypes } from './document-type.ts';

export interface DocumentFileName {
  /** Of plain letters, for whoever reads no other. */
  readonly plain: string;
  /** The name itself, as RFC 8187 writes it. */
  readonly encoded: string;
}

/** A name to save a document by, ending as what it is and not as what it was called (RFC 6266). */
export function documentFileName({ name, mediaType }: { name: string; mediaType: string }): DocumentFileName {
  const ending = Object.entries(documentTypes).find(([type]) => type === mediaType)?.[1] ?? 'bin';
  const stem = name.replace(/\.[A-Za-z0-9]{1,5}$/, '').replaceAll(/^[.\s]+/g, '') || 'document';
  const plain = stem.replaceAll(/[^A-Za-z0-9 _.-]/g, '_');
  const encoded = encodeURIComponent(`${stem}.${ending}`).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return { plain: `${plain}.${ending}`, encoded };
}
