import { UnreadableFile } from '../../../platform/text/unreadable-file.ts';
import { openZip } from '../../../platform/workbook/zip.ts';

/** The kinds of document that a note verbale may be sent as, by their media types, each with the ending of its file's name. */
export const documentTypes = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tif',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
} as const;
export type DocumentType = keyof typeof documentTypes;

/** Of a Word document, what its two telling files may unpack to. */
const mostUnpacked = 50_000_000;

/** By which octets each kind begins (ISO 32000-1, 7.5.2; ISO/IEC 10918-1; ISO/IEC 15948; TIFF 6.0; APPNOTE 6.3). */
const beginnings: readonly (readonly [DocumentType, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', [0x4d, 0x4d, 0x00, 0x2a]],
];

/** What a document is, by its content alone: neither its name nor what its sender says of it counts. @returns null for others */
export function documentTypeOf(octets: Uint8Array): DocumentType | null {
  const known = beginnings.find(([, beginning]) => beginning.every((octet, at) => octets[at] === octet));
  if (known) return known[0];
  return isWordDocument(octets)
    ? 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    : null;
}

/** ECMA-376 part 1, 11.3.10; one that carries macros says that it is of another type, and is none. */
function isWordDocument(octets: Uint8Array): boolean {
  if (octets[0] !== 0x50 || octets[1] !== 0x4b) return false;
  try {
    const archive = openZip(octets, mostUnpacked);
    const types = archive.file('[Content_Types].xml');
    const isDocument =
      types !== null &&
      Buffer.from(types).includes(
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
      );
    return (
      isDocument && archive.file('word/document.xml') !== null && archive.file('word/vbaProject.bin') === null
    );
  } catch (error) {
    if (error instanceof UnreadableFile) return false;
    throw error;
  }
}
