import { createHash } from 'node:crypto';
import type { SampleRequest, SampleResponse } from '../contract.ts';

/** A sample that is one document, made anew for each request that needs it. */
export interface SampleDocument {
  readonly path: string;
  /** Its media type. */
  readonly type: string;
  /** What it is made from: it has another ETag exactly where this is another. */
  readonly content: unknown;
  /** Sent with it, and with the word that it has not changed. */
  readonly headers?: Readonly<Record<string, string>>;
  write(): Promise<string | Uint8Array> | string | Uint8Array;
}

/** Answers a request for the document, with 304 to who has it already. */
export async function answerWithDocument(
  request: SampleRequest,
  { path, type, content, headers: more = {}, write }: SampleDocument,
): Promise<SampleResponse> {
  if (request.path !== path) return { status: 404, headers: {}, body: 'Nothing is served here.\n' };
  if (request.method !== 'GET')
    return { status: 405, headers: { allow: 'GET' }, body: 'This is read with GET.\n' };
  // Weak: two documents of one content may differ in their bytes, by compression or a time they were made at.
  const etag = `W/"${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)}"`;
  const headers = { etag, 'cache-control': 'private, no-cache', ...more };
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim());
  if (known.includes(etag)) return { status: 304, headers, body: '' };
  return { status: 200, headers: { ...headers, 'content-type': type }, body: await write() };
}
