import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SourceFailure } from '../contract.ts';
import { type FetchOptions, fetchSource } from './fetch.ts';

const options: FetchOptions = {
  clock: { now: () => new Date(), sleep: async () => undefined },
  userAgent: 'crosspoint-test',
  signal: new AbortController().signal,
  maxBytes: 1_000_000,
  timeoutMilliseconds: 5000,
};
const failure = async (url: URL, more: Partial<FetchOptions> = {}) => {
  const caught = await fetchSource(url, { ...options, ...more }).catch((error: unknown) => error);
  if (!(caught instanceof SourceFailure)) throw new Error('no SourceFailure');
  return caught.message;
};

describe('an answer that is not proper HTTP', () => {
  const rawAnswer = async (text: string, check: (url: URL) => Promise<void>) => {
    const raw = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(text));
    });
    await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
    const address = raw.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await check(new URL(`http://127.0.0.1:${port}/`));
    await new Promise((resolve) => raw.close(resolve));
  };

  it('is a failure', () =>
    rawAnswer('220 mail.example ESMTP\r\n', async (url) => {
      expect(await failure(url)).toContain('proper HTTP');
    }));

  it('is a failure where the body is longer than it was announced', () =>
    rawAnswer('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more', async (url) => {
      await failure(url);
    }));

  it('is a failure where the body is shorter than it was announced', () =>
    rawAnswer('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello', async (url) => {
      expect(await failure(url)).toContain('dropped the connection');
    }));

  it('is a failure where the last chunk is missing', () =>
    rawAnswer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', async (url) => {
      expect(await failure(url)).toContain('dropped the connection');
    }));
});
