import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultyServer, faultyServer } from '../../test/support/faults.ts';
import { SourceFailure } from '../contract.ts';
import { type FetchOptions, fetchSource } from './fetch.ts';
import { redirectTarget } from './redirects.ts';

let server: FaultyServer;
beforeEach(async () => {
  server = await faultyServer();
  server.mount('source', async () => ({ status: 200, headers: {}, body: 'source' }));
  server.mount('other', async () => ({ status: 200, headers: {}, body: 'other' }));
});
afterEach(() => server.close());

const options: FetchOptions = {
  clock: { now: () => new Date(), sleep: async () => undefined },
  userAgent: 'crosspoint-test',
  signal: new AbortController().signal,
  maxBytes: 1_000_000,
  timeoutMilliseconds: 5000,
};
const read = async (more: Partial<FetchOptions> = {}) =>
  new TextDecoder().decode((await fetchSource(server.url('source/feed'), { ...options, ...more })).body);
const failure = async (more: Partial<FetchOptions> = {}) => {
  const caught = await read(more).catch((error: unknown) => error);
  if (!(caught instanceof SourceFailure)) throw new Error('no SourceFailure');
  return caught.message;
};

describe('a redirect', () => {
  it('is followed with the credentials within one origin', async () => {
    server.fail('source', { kind: 'redirect', to: '/other/feed' });
    expect(await read({ headers: { Authorization: 'Bearer t' } })).toBe('other');
    expect(server.requests[1]?.headers).toMatchObject({ authorization: 'Bearer t' });
  });

  it('is followed without the credentials to another origin, and never back with them', async () => {
    const elsewhere = await faultyServer();
    elsewhere.mount('moved', async () => ({ status: 200, headers: {}, body: 'moved' }));
    elsewhere.fail('moved', { kind: 'redirect', to: server.url('other/feed').href });
    server.fail('source', { kind: 'redirect', to: elsewhere.url('moved').href });
    const sent = { AUTHORIZATION: 'Bearer t', Cookie: 'c', 'If-None-Match': '"1"' };
    expect(await read({ headers: sent })).toBe('other');
    for (const { headers } of [elsewhere.requests[0], server.requests[1]].flatMap((one) => one ?? [])) {
      expect(headers.authorization).toBeUndefined();
      expect(headers.cookie).toBeUndefined();
      expect(headers['if-none-match']).toBe('"1"');
    }
    await elsewhere.close();
  });

  it('does not carry what was posted to another origin', async () => {
    const elsewhere = await faultyServer();
    server.fail('source', { kind: 'redirect', to: elsewhere.url('moved').href, status: 307 });
    expect(await failure({ method: 'POST', body: 'secret' })).toContain('redirects to');
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it('is followed only so often', async () => {
    server.fail('source', { kind: 'redirect', to: '/source/feed' });
    expect(await failure()).toContain('more than 5 times');
    expect(server.requests).toHaveLength(6);
  });

  it('never leads to a file or to anything but the web', async () => {
    server.fail('source', { kind: 'redirect', to: 'file:///etc/hostname' });
    expect(await failure()).toContain('no web address');
  });
});

const from = new URL('https://feed.example/osce/feed.xml');

it.each([
  ['/new/feed.xml', 'https://feed.example/new/feed.xml'],
  ['https://other.example/feed.xml', 'https://other.example/feed.xml'],
])('a redirect to %s is followed', (location, to) => {
  expect(redirectTarget(location, from).href).toBe(to);
});

it.each([
  ['http://feed.example/osce/feed.xml', 'https to http'],
  ['file:///etc/hostname', 'no web address'],
  ['data:text/xml,<contactPoints/>', 'no web address'],
  ['https://', 'no web address'],
])('a redirect to %s is refused', (location, words) => {
  expect(() => redirectTarget(location, from)).toThrow(words);
});

it('a redirect from http to http or https is followed', () => {
  expect(redirectTarget('/b', new URL('http://127.0.0.1/a')).href).toBe('http://127.0.0.1/b');
  expect(redirectTarget('https://127.0.0.1/b', new URL('http://127.0.0.1/a')).href).toBe(
    'https://127.0.0.1/b',
  );
});
