import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from '../../test/support/clock.ts';
import { type FaultyServer, faultyServer, rateLimited } from '../../test/support/faults.ts';
import { type Resume, type SampleResponse, SourceFailure } from '../contract.ts';
import { openOas } from './source.ts';

const nomination = (id: number, more: Record<string, unknown> = {}) => ({
  id,
  point_id: `OAS-CHL-${id}`,
  action: 'NOMINATION',
  country: 'Chile',
  category: 'CYBER_POLICY',
  ...more,
});

/** The API as the formats page describes it, over real HTTP. */
class Api {
  movements: unknown[] = [];
  tokens = 0;
  pages: string[] = [];
  /** A token's life in seconds, and whether the API itself ends it before that. */
  lifetime = 300;
  revoked = new Set<string>();
  revokeAll = false;
  issued = new Map<string, number>();
  largestPage = 200;
  readonly clock: TestClock;

  constructor(clock: TestClock) {
    this.clock = clock;
  }

  handle(
    path: string,
    query: URLSearchParams,
    headers: Readonly<Record<string, string | undefined>>,
    body: string,
  ): SampleResponse {
    if (path === 'oauth/token') return this.#grant(headers.authorization, body);
    if (path !== 'api/v1/movements') return json(404, {});
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    const until = this.issued.get(token) ?? 0;
    if (this.revokeAll || this.revoked.has(token) || until <= this.clock.now().getTime())
      return json(401, { error: 'invalid_token' });
    this.pages.push(String(query));
    const since = Number(query.get('since'));
    const limit = Math.min(Number(query.get('limit')), this.largestPage);
    const rest = this.movements.filter((item) => idOf(item) > since);
    const data = rest.slice(0, limit);
    return json(200, {
      data,
      next: data.length ? idOf(data.at(-1)) : since,
      has_more: rest.length > data.length,
    });
  }

  #grant(authorization: string | undefined, body: string): SampleResponse {
    // "the id" and "s:cret", each form-encoded before they are joined (RFC 6749, 2.3.1).
    const expected = `Basic ${Buffer.from('the+id:s%3Acret').toString('base64')}`;
    if (authorization !== expected || body !== 'grant_type=client_credentials')
      return json(401, { error: 'invalid_client' });
    const token = `token-${++this.tokens}`;
    this.issued.set(token, this.clock.now().getTime() + this.lifetime * 1000);
    return json(200, { access_token: token, token_type: 'Bearer', expires_in: this.lifetime });
  }
}

const idOf = (item: unknown) =>
  typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'number' ? item.id : 0;
const json = (status: number, value: unknown): SampleResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

let server: FaultyServer;
let clock: TestClock;
let api: Api;
beforeEach(async () => {
  server = await faultyServer();
  clock = new TestClock();
  api = new Api(clock);
  api.movements = [1, 2, 3, 4, 5].map((id) => nomination(id));
  server.mount('oas', async ({ path, query, headers, body }) => api.handle(path, query, headers, body));
});
afterEach(() => server.close());

const credentials = { clientId: 'the id', clientSecret: 's:cret' };
const open = (settings: typeof credentials | null = credentials, url = server.url('oas')) =>
  openOas(url, settings, { clock, userAgent: 'crosspoint-test' });
const never = new AbortController().signal;
const read = (since: Resume | null = null) => open().read(since, never);
const idsOf = (result: Awaited<ReturnType<typeof read>>) =>
  result.kind === 'unchanged' ? [] : result.records.map(({ record }) => record.id);

/** The API gives this page, whatever is asked. */
const answering = (page: unknown) => {
  const handle = api.handle.bind(api);
  server.mount('oas', async (request) =>
    request.path === 'oauth/token'
      ? handle(request.path, request.query, request.headers, request.body)
      : json(200, page),
  );
};

describe('the movements of the API', () => {
  it('are read page after page, to the end', async () => {
    api.largestPage = 2;
    const result = await read();
    expect(idsOf(result)).toEqual([1, 2, 3, 4, 5]);
    expect(result).toMatchObject({ kind: 'complete', setAside: [], resume: { cursor: '5' } });
    expect(api.pages).toEqual(['since=0&limit=200', 'since=2&limit=200', 'since=4&limit=200']);
  });

  it('are read from where the last read ended; nothing new is nothing to do', async () => {
    expect(idsOf(await read({ cursor: '3' }))).toEqual([4, 5]);
    expect(await read({ cursor: '5' })).toEqual({ kind: 'unchanged' });
  });

  it('are found with a slash at the end of the URL too', async () => {
    const result = await open(credentials, server.url('oas/')).read(null, never);
    expect(idsOf(result)).toHaveLength(5);
  });

  it('are read from a file that an organisation sends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-oas-'));
    const file = join(folder, 'movements.json');
    writeFileSync(file, JSON.stringify({ data: api.movements, next: 5, has_more: false }));
    const source = open(null, pathToFileURL(file));
    expect(await source.read(null, never)).toMatchObject({ kind: 'complete', resume: { cursor: '5' } });
    expect(await source.read({ cursor: '5' }, never)).toEqual({ kind: 'unchanged' });
    rmSync(folder, { recursive: true });
  });

  it('that are none, from the beginning, prove nothing', async () => {
    api.movements = [];
    expect(await read()).toMatchObject({
      kind: 'incomplete',
      records: [],
      reason: expect.stringMatching(/no movement at all/),
    });
  });

  it('that cannot be used are set aside one by one', async () => {
    answering({
      data: [nomination(1), { ...nomination(3), point_id: 7 }, 'nonsense', nomination(4)],
      next: 4,
      has_more: false,
    });
    const result = await read();
    expect(idsOf(result)).toEqual([1, 4]);
    expect(result.kind === 'complete' && result.setAside).toEqual([
      { location: 'movement 3', reason: expect.stringMatching(/point_id/) },
      { location: 'movement after 3', reason: expect.stringMatching(/no object/) },
    ]);
  });

  it('name the point they were about, where that can be read', async () => {
    api.movements = [nomination(1), { id: 2, point_id: 'OAS-CHL-1', action: 5 }];
    const result = await read();
    expect(result.kind === 'complete' && result.setAside).toMatchObject([{ sourceKey: 'OAS-CHL-1' }]);
  });
});

describe('an access token', () => {
  it('is used for all pages and all reads until it is about to expire', async () => {
    api.largestPage = 2;
    const source = open();
    await source.read(null, never);
    clock.advance(200_000);
    await source.read({ cursor: '3' }, never);
    expect(api.tokens).toBe(1);
    clock.advance(100_000);
    await source.read({ cursor: '3' }, never);
    expect(api.tokens).toBe(2);
  });

  it('that the API ends early is replaced in the middle of a read', async () => {
    const source = open();
    await source.read(null, never);
    api.revoked.add('token-1');
    expect(await source.read({ cursor: '3' }, never)).toMatchObject({ kind: 'complete' });
    expect(api.tokens).toBe(2);
  });

  it('that is refused again ends the read, by a name to look at', async () => {
    api.revokeAll = true;
    await expect(read()).rejects.toThrow(/OAS_CLIENT_ID/);
  });

  it('is fetched once for two reads at once', async () => {
    const source = open();
    await Promise.all([source.read(null, never), source.read(null, never)]);
    expect(api.tokens).toBe(1);
  });

  it('is not to be had with wrong credentials, or with none', async () => {
    const wrong = open({ clientId: 'x', clientSecret: 'y' });
    await expect(wrong.read(null, never)).rejects.toThrow(
      /refused the client credentials.*OAS_CLIENT_SECRET/,
    );
    await expect(open(null).read(null, never)).rejects.toThrow(/Set OAS_CLIENT_ID and OAS_CLIENT_SECRET/);
  });
});

describe('a source that falters', () => {
  it('is asked again after a while, as long as it says', async () => {
    server.fail('oas', rateLimited('7'), 1);
    const before = clock.now().getTime();
    expect(idsOf(await read())).toHaveLength(5);
    expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(7000);
  });

  it('in the middle leaves what was read, and the place to go on', async () => {
    api.largestPage = 2;
    const handle = api.handle.bind(api);
    server.mount('oas', async ({ path, query, headers, body }) =>
      query.get('since') === '4' ? json(503, {}) : handle(path, query, headers, body),
    );
    const result = await read();
    expect(result).toMatchObject({
      kind: 'incomplete',
      resume: { cursor: '4' },
      reason: expect.stringMatching(/movement 4.*503/),
    });
    expect(idsOf(result)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['a web page', '<!doctype html><title>Mantenimiento</title>', /web page/],
    ['nothing', '', /nothing at all/],
    ['half an answer', '{"data":[{"id":1,', /breaks off/],
    ['another kind of answer', '{"items":[]}', /no page of movements \(data, has_more\)/],
  ])('by answering %s fails', async (_what, body, message) => {
    const handle = api.handle.bind(api);
    server.mount('oas', async (request) =>
      request.path === 'oauth/token'
        ? handle(request.path, request.query, request.headers, request.body)
        : { status: 200, headers: {}, body },
    );
    await expect(read()).rejects.toThrow(SourceFailure);
    await expect(read()).rejects.toThrow(message);
  });

  it('by promising more for ever is left', async () => {
    answering({ data: [], next: 9, has_more: true });
    expect(await read({ cursor: '9' })).toMatchObject({
      kind: 'incomplete',
      reason: expect.stringMatching(/gives nothing more/),
    });
  });

  it('by going back is believed in nothing', async () => {
    answering({ data: [], next: 2, has_more: false });
    expect(await read({ cursor: '9' })).toMatchObject({
      kind: 'incomplete',
      resume: { cursor: '9' },
      reason: expect.stringMatching(/lies behind/),
    });
  });

  it('by losing its order is read as far as the order goes', async () => {
    answering({ data: [nomination(5), nomination(7), nomination(6)], next: 7, has_more: false });
    const result = await read();
    expect(result).toMatchObject({ kind: 'incomplete', resume: { cursor: '7' } });
    expect(idsOf(result)).toEqual([5, 7]);
  });

  it('by repeating itself is read once', async () => {
    answering({
      data: [nomination(4), nomination(5), nomination(5), nomination(6)],
      next: 6,
      has_more: false,
    });
    expect(idsOf(await read({ cursor: '4' }))).toEqual([5, 6]);
  });
});
