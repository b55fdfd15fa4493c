import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SourceFailure } from '../contract.ts';
import type { Answer, Outgoing } from './exchange.ts';
import { TooLarge } from './gzip.ts';

/**
 * Reads a `file:` URL as if it were served: with an ETag made from the content, so that an unchanged file costs a 304.
 * Rejects with TooLarge, and where the file was being written meanwhile.
 * @throws SourceFailure where there is no such file
 */
export async function readSourceFile(url: URL, outgoing: Outgoing): Promise<Answer> {
  if (outgoing.method !== 'GET')
    throw new SourceFailure('A file can only be read, and this source needs requests.');
  const body = await contents(url, outgoing.maxBytes);
  const etag = `"${createHash('sha256').update(body).digest('hex')}"`;
  const headers = new Headers({ etag });
  const known = Object.entries(outgoing.headers).find(([name]) => name.toLowerCase() === 'if-none-match');
  const unchanged = known?.[1].split(',').some((one) => one.trim() === etag) ?? false;
  return unchanged ? { status: 304, headers, body: new Uint8Array() } : { status: 200, headers, body };
}

async function contents(url: URL, maxBytes: number): Promise<Uint8Array> {
  const file = await openFile(url);
  try {
    const before = await file.stat();
    if (!before.isFile()) throw new SourceFailure('The source’s address names something that is not a file.');
    if (before.size > maxBytes) throw new TooLarge('file');
    const body = Buffer.alloc(before.size + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < body.length; length += read) {
      read = (await file.read(body, length, body.length - length, length)).bytesRead;
    }
    const after = await file.stat();
    if (length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new Error('The file was being written while it was read.');
    }
    return body.subarray(0, length);
  } finally {
    await file.close();
  }
}

async function openFile(url: URL) {
  try {
    // Not blocking: a pipe without a writer would otherwise never open.
    return await open(fileURLToPath(url), constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    throw new SourceFailure(
      `The source file cannot be opened (${code}). Check its path and that it may be read.`,
      { cause },
    );
  }
}
