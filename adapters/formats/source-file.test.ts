import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SourceFailure } from '../contract.ts';
import { type FetchOptions, fetchSource } from './fetch.ts';

const body = 'Point of contact: Õ. Näidis, +372 600 0000\n'.repeat(500);
const options: FetchOptions = {
  clock: { now: () => new Date(), sleep: async () => undefined },
  userAgent: 'crosspoint-test',
  signal: new AbortController().signal,
  maxBytes: 1_000_000,
  timeoutMilliseconds: 5000,
};
const read = async (url: URL, headers: Record<string, string> = {}) => {
  const fetched = await fetchSource(url, { ...options, headers });
  return { ...fetched, text: new TextDecoder().decode(fetched.body) };
};
const failure = async (url: URL, more: Partial<FetchOptions> = {}) => {
  const caught = await fetchSource(url, { ...options, ...more }).catch((error: unknown) => error);
  if (!(caught instanceof SourceFailure)) throw new Error('no SourceFailure');
  return caught.message;
};

describe('a file', () => {
  let folder: string;
  let url: URL;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-file-'));
    writeFileSync(join(folder, 'feed.xml'), body);
    url = pathToFileURL(join(folder, 'feed.xml'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read like an answer, and “not modified” as long as its content is the same', async () => {
    const first = await read(url);
    expect([first.status, first.text]).toEqual([200, body]);
    const headers = { 'If-None-Match': first.headers.get('etag') ?? '' };
    writeFileSync(join(folder, 'feed.xml'), body);
    expect(await read(url, headers)).toMatchObject({ status: 304, text: '' });
    writeFileSync(join(folder, 'feed.xml'), `${body}.`);
    expect(await read(url, headers)).toMatchObject({ status: 200, text: `${body}.` });
  });

  it('is unpacked where it is a .gz file', async () => {
    writeFileSync(join(folder, 'feed.xml'), gzipSync(body));
    expect((await read(url)).text).toBe(body);
  });

  it('that is too large, missing or no file is refused', async () => {
    expect(await failure(url, { maxBytes: 100 })).toContain('more than');
    expect(await failure(pathToFileURL(join(folder, 'none.xml')))).toContain('ENOENT');
    expect(await failure(pathToFileURL(folder))).toContain('not a file');
    expect(await failure(new URL('ftp://127.0.0.1/feed.xml'))).toContain('ftp:');
  });
});
