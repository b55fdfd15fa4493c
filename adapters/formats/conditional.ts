import type { Resume } from '../contract.ts';

/** Headers that ask for a document only where it is another than the one read last (RFC 9110 §13.1). */
export function conditionsOf(since: Resume | null): Record<string, string> {
  return {
    ...(since?.etag ? { 'If-None-Match': since.etag } : {}),
    ...(since?.lastModified ? { 'If-Modified-Since': since.lastModified } : {}),
  };
}

/** What a document says of its version, for `conditionsOf` to use next time; null where it says nothing. */
export function resumeOf(headers: Headers): Resume | null {
  const etag = headers.get('etag');
  const lastModified = headers.get('last-modified');
  if (!etag && !lastModified) return null;
  return { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) };
}
