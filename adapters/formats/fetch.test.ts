import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultyServer, faultyServer, rateLimited } from '../../test/support/faults.ts';
import { SourceFailure } from '../contract.ts';
import { type FetchOptions, fetchSource } from './fetch.ts';

const body = 'Point of contact: Õ. Näidis, +372 600 0000\n'.repeat(500);
const now = new Date('2026-03-01T12:00:00Z');

let server: FaultyServer;
let waits: number[];
let options: FetchOptions;

beforeEach(async () => {
  server = await faultyServer();
  server.mount('source', async () => ({ status: 200, headers: { etag: '"1"' }, body }));
  server.mount('other', async () => ({ status: 200, headers: {}, body: 'other' }));
  waits = [];
  options = {
    clock: {
      now: () => new Date(now.getTime() + waits.reduce((sum, wait) => sum + wait, 0)),
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
      },
    },
    userAgent: 'crosspoint-test',
    signal: new AbortController().signal,
    maxBytes: 1_000_000,
    timeoutMilliseconds: 5000,
  };
});
afterEach(() => server.close());

const read = async (more: Partial<FetchOptions> = {}, url = server.url('source/feed?key=s3cret')) => {
  const fetched = await fetchSource(url, { ...options, ...more });
  return { ...fetched, text: new TextDecoder().decode(fetched.body) };
};
const failure = async (more: Partial<FetchOptions> = {}, url?: URL): Promise<SourceFailure> => {
  const caught = await read(more, url).catch((error: unknown) => error);
  expect(caught).toBeInstanceOf(SourceFailure);
  if (!(caught instanceof SourceFailure)) throw new Error('no SourceFailure');
  expect(caught.message).not.toContain('s3cret');
  return caught;
};
const instead = (headers: Record<string, string>, given: string | Uint8Array, status = 200) =>
  server.fail('source', { kind: 'instead', response: { status, headers, body: given } });

describe('an answer', () => {
  it('is given with its status, headers and whole body', async () => {
    const { status, headers, text } = await read();
    expect([status, headers.get('etag'), text]).toEqual([200, '"1"', body]);
  });

  it('is asked for in the name of the product, and with the headers and body of the adapter', async () => {
    await read({ method: 'POST', headers: { Authorization: 'Bearer t' }, body: 'a=b' });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/source/feed?key=s3cret',
      body: 'a=b',
      headers: { 'user-agent': 'crosspoint-test', authorization: 'Bearer t' },
    });
  });

  it('may be “not modified” where that was asked for, and only there', async () => {
    server.fail('source', { kind: 'status', status: 304 });
    expect((await read({ headers: { 'If-None-Match': '"1"' } })).status).toBe(304);
    expect((await failure()).message).toContain('304');
  });

  it('is refused where it is only a part', async () => {
    instead({}, 'part', 206);
    expect((await failure()).message).toContain('only a part');
  });
});

describe('a compressed answer', () => {
  it('is unpacked where the header says so', async () => {
    instead({ 'content-encoding': 'gzip' }, gzipSync(body));
    expect((await read()).text).toBe(body);
  });

  it('is unpacked where the body itself is a .gz file', async () => {
    instead({ 'content-type': 'application/gzip' }, gzipSync(body));
    expect((await read()).text).toBe(body);
  });

  it('is unpacked where a .gz file was compressed once more on the way', async () => {
    instead({ 'content-encoding': 'gzip' }, gzipSync(gzipSync(body)));
    expect((await read()).text).toBe(body);
  });

  it('that is cut off is not taken for whole, but tried again', async () => {
    const packed = gzipSync(body);
    server.fail(
      'source',
      {
        kind: 'instead',
        response: {
          status: 200,
          headers: { 'content-encoding': 'gzip' },
          body: packed.subarray(0, packed.length - 9),
        },
      },
      1,
    );
    expect((await read()).text).toBe(body);
    expect(server.requests).toHaveLength(2);
  });

  it('that stays cut off is a failure', async () => {
    instead({ 'content-encoding': 'gzip' }, gzipSync(body).subarray(0, 60));
    expect((await failure()).message).toContain('cut off or damaged');
    expect(server.requests).toHaveLength(3);
  });

  it('in an encoding that was not asked for is a failure', async () => {
    instead({ 'content-encoding': 'br' }, 'x');
    expect((await failure()).message).toContain('not asked for');
  });
});

describe('too large an answer', () => {
  it('is refused by its announced length, without a second attempt', async () => {
    expect((await failure({ maxBytes: 1000 })).message).toContain('more than');
    expect(server.requests).toHaveLength(1);
  });

  it('is refused while it comes, where no length is announced', async () => {
    instead({ 'transfer-encoding': 'chunked' }, 'x'.repeat(5_000_000));
    expect((await failure({ maxBytes: 2_000_000 })).message).toContain('more than the 2 MB');
  });

  it('is refused while it is unpacked, so that a small bomb does not fill the memory', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    for (const encoding of ['gzip', 'identity']) {
      instead({ 'content-encoding': encoding }, bomb);
      expect((await failure()).message).toContain('more than the 1 MB');
    }
  });
});

describe('a passing fault', () => {
  it.each([429, 500, 502, 503, 504])('HTTP %d is tried again after a wait', async (status) => {
    server.fail('source', { kind: 'status', status }, 2);
    expect((await read()).text).toBe(body);
    expect(waits).toHaveLength(2);
    const [first = 0, second = 0] = waits;
    expect(first).toBeGreaterThanOrEqual(250);
    expect(first).toBeLessThanOrEqual(500);
    expect(second).toBeGreaterThanOrEqual(500);
    expect(second).toBeLessThanOrEqual(1000);
  });

  it.each([
    ['a closed connection', { kind: 'down' } as const],
    ['a connection cut within the body', { kind: 'dropped' } as const],
    ['a connection cut one byte before the end', { kind: 'dropped', share: 0.99999 } as const],
  ])('%s is tried again', async (_name, fault) => {
    server.fail('source', fault, 1);
    expect((await read()).text).toBe(body);
    expect(server.requests).toHaveLength(2);
  });

  it('never is half an answer given, however long it lasts', async () => {
    server.fail('source', { kind: 'dropped' });
    expect((await failure()).message).toContain('dropped the connection');
    expect(server.requests).toHaveLength(3);
  });

  it('lasts no longer than the attempts that are wanted', async () => {
    server.fail('source', { kind: 'status', status: 503 });
    expect((await failure({ attempts: 5 })).message).toContain('503');
    expect(server.requests).toHaveLength(5);
  });

  it('no answer in time is one', async () => {
    server.fail('source', { kind: 'slow' }, 1);
    expect((await read({ timeoutMilliseconds: 200 })).text).toBe(body);
    server.fail('source', { kind: 'slow' });
    expect((await failure({ timeoutMilliseconds: 100 })).message).toContain('within 0.1 seconds');
  });

  it('a refused connection is one, and is named', async () => {
    const gone = await faultyServer();
    const url = gone.url('source?key=s3cret');
    await gone.close();
    expect((await failure({}, url)).message).toContain('does not accept connections');
    expect(waits).toHaveLength(2);
  });
});

describe('Retry-After', () => {
  it('in seconds is waited for where it is short', async () => {
    server.fail('source', rateLimited('7'), 1);
    expect((await read()).text).toBe(body);
    expect(waits).toEqual([7000]);
  });

  it('as a date is waited for where it is soon', async () => {
    server.fail('source', rateLimited('Sun, 01 Mar 2026 12:00:10 GMT'), 1);
    expect((await read()).text).toBe(body);
    expect(waits).toEqual([10_000]);
  });

  it('that is long ends the reading, and says when to come back', async () => {
    server.fail('source', rateLimited('600'));
    const { retryAt, message } = await failure();
    expect(retryAt).toEqual(new Date('2026-03-01T12:10:00Z'));
    expect(message).toContain('too often');
    expect(server.requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('is passed on after the last attempt', async () => {
    server.fail('source', { kind: 'status', status: 503, headers: { 'retry-after': '2' } });
    expect((await failure()).retryAt).toEqual(new Date('2026-03-01T12:00:06Z'));
    expect(waits).toEqual([2000, 2000]);
  });

  it('never silences a source for more than a day', async () => {
    server.fail('source', rateLimited('Mon, 01 Mar 2126 12:00:00 GMT'));
    expect((await failure()).retryAt).toEqual(new Date('2026-03-02T12:00:00Z'));
  });

  it('that makes no sense is as none', async () => {
    server.fail('source', rateLimited('soon'));
    expect((await failure()).retryAt).toBeUndefined();
    expect(server.requests).toHaveLength(3);
  });
});

describe('a refusal', () => {
  it.each([
    [401, 'refused the credentials'],
    [403, 'does not allow'],
    [404, 'Check the URL'],
    [418, 'HTTP 418'],
  ])('HTTP %d is not tried again and says what to do', async (status, words) => {
    server.fail('source', { kind: 'status', status });
    const { message } = await failure();
    expect(message).toContain(words);
    expect(message).toContain(String(status));
    expect(server.requests).toHaveLength(1);
  });

  it('is given back to an adapter that wants to see it', async () => {
    server.fail('source', { kind: 'status', status: 401 });
    expect((await read({ accept: (status) => status === 401 })).status).toBe(401);
  });

  it('a token that HTTP cannot carry is named, without the token', async () => {
    const { message } = await failure({ headers: { Authorization: 'Bearer s3cret\n' } });
    expect(message).toContain('characters that HTTP does not allow');
  });
});

describe('a reading that is stopped', () => {
  it('ends at once while it waits for an answer', async () => {
    server.fail('source', { kind: 'slow' });
    const started = performance.now();
    const { message } = await failure({ signal: AbortSignal.timeout(100) });
    expect(message).toContain('stopped');
    expect(performance.now() - started).toBeLessThan(2000);
    expect(server.requests).toHaveLength(1);
  });

  it('ends at once while it waits to try again', async () => {
    server.fail('source', { kind: 'status', status: 503 });
    const stop = new AbortController();
    const sleep = (_: number, signal?: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        stop.abort();
      });
    const { message } = await failure({ signal: stop.signal, clock: { ...options.clock, sleep } });
    expect(message).toContain('stopped');
    expect(server.requests).toHaveLength(1);
  });

  it('asks nothing where it was stopped before', async () => {
    await failure({ signal: AbortSignal.abort() });
    expect(server.requests).toEqual([]);
  });
});
