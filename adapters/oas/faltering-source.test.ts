import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from '../../test/support/clock.ts';
import { type FaultyServer, faultyServer, rateLimited } from '../../test/support/faults.ts';
import { credentials, json, nomination, OasApi } from '../../test/support/oas-api.ts';
import { type Resume, SourceFailure, type SourceRead } from '../contract.ts';
import type { OasMovement } from './movement.ts';
import { openOas, type ReadLimits } from './source.ts';

let server: FaultyServer;
let clock: TestClock;
let api: OasApi;
beforeEach(async () => {
  server = await faultyServer();
  clock = new TestClock();
  api = new OasApi(clock);
  server.mount('oas', async (request) => api.handle(request));
});
afterEach(() => server.close());

const bounds: ReadLimits = { pages: 100, movements: 1000, timeoutMilliseconds: 5000 };
const open = (limits: Partial<ReadLimits> = {}) =>
  openOas(server.url('oas'), credentials, { clock, userAgent: 'crosspoint-test' }, { ...bounds, ...limits });
const never = new AbortController().signal;
const read = (since: Resume | null = null) => open().read(since, never);
const idsOf = (result: SourceRead<OasMovement>) =>
  result.kind === 'unchanged' ? [] : result.records.map(({ record }) => record.id);
/** The API gives this page, whatever is asked. */
const answering = (page: unknown) => api.instead.set('any', json(200, page));

describe('a source that falters', () => {
  it('is asked again after a while, as long as it says', async () => {
    server.fail('oas', rateLimited('7'), 1);
    const before = clock.now().getTime();
    expect(idsOf(await read())).toHaveLength(5);
    expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(7000);
  });

  it('in the middle leaves what was read, and the place to go on', async () => {
    api.largestPage = 2;
    api.instead.set('4', json(503, {}));
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
  ])('by answering %s fails; in the middle it leaves what was read', async (_what, body, message) => {
    api.instead.set('any', { status: 200, headers: {}, body });
    await expect(read()).rejects.toThrow(SourceFailure);
    await expect(read()).rejects.toThrow(message);
    api.instead.clear();
    api.instead.set('2', { status: 200, headers: {}, body });
    api.largestPage = 2;
    expect(await read()).toMatchObject({
      kind: 'incomplete',
      resume: { cursor: '2' },
      reason: expect.stringMatching(message),
    });
  });

  it('by promising more for ever is left', async () => {
    answering({ data: [nomination(9)], next: 9, has_more: true });
    expect(await read({ cursor: '9' })).toMatchObject({
      kind: 'incomplete',
      reason: expect.stringMatching(/gives nothing more/),
    });
    expect(server.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it('by going back is believed in nothing', async () => {
    answering({ data: [nomination(9)], next: 2, has_more: false });
    expect(await read({ cursor: '9' })).toMatchObject({
      kind: 'incomplete',
      resume: { cursor: '9' },
      reason: expect.stringMatching(/lies behind/),
    });
  });

  it('by losing its order is read as far as the order goes, and asked again for what came too late', async () => {
    answering({
      data: [nomination(4), nomination(5), nomination(7), nomination(6)],
      next: 7,
      has_more: false,
    });
    const result = await read({ cursor: '4' });
    expect(result).toMatchObject({
      kind: 'incomplete',
      resume: { cursor: '4' },
      reason: expect.stringMatching(/Movement 6 comes after movement 7/),
    });
    expect(idsOf(result)).toEqual([5, 7]);
  });

  it('by giving on one page what belonged on the page before loses nothing', async () => {
    const page = (next: number, ids: number[], has_more: boolean) =>
      json(200, { data: ids.map((id) => nomination(id)), next, has_more });
    api.instead.set('0', page(3, [1, 3], true));
    api.instead.set('3', page(4, [2, 4], false));
    const result = await read();
    expect(result).toMatchObject({ kind: 'incomplete', resume: { cursor: '1' } });
    expect(idsOf(result)).toEqual([1, 3]);
  });

  it('by giving two movements the same id is told of the second', async () => {
    answering({
      data: [nomination(1), nomination(1), nomination(1, { point_id: 'OAS-PER-0001' }), nomination(2)],
      next: 2,
      has_more: false,
    });
    const result = await read();
    expect(idsOf(result)).toEqual([1, 2]);
    expect(result.kind === 'complete' && result.setAside).toEqual([
      {
        location: 'movement 1',
        reason: expect.stringMatching(/same id.*says something else/),
        sourceKey: 'OAS-PER-0001',
      },
    ]);
  });

  it('by dropping the connection is asked again', async () => {
    server.fail('oas', { kind: 'dropped' }, 1);
    expect(idsOf(await read())).toHaveLength(5);
  });

  it('by dropping the connection in the middle leaves what was read', async () => {
    api.largestPage = 2;
    server.mount('oas', async (request) => {
      if (request.query.get('since') === '0') server.fail('oas', { kind: 'dropped' });
      return api.handle(request);
    });
    const result = await read();
    expect(result).toMatchObject({
      kind: 'incomplete',
      resume: { cursor: '2' },
      reason: expect.stringMatching(/movement 2.*dropped the connection/),
    });
    expect(idsOf(result)).toEqual([1, 2]);
  });

  it('by answering too slowly is asked again, and is left in the end', async () => {
    const source = open({ timeoutMilliseconds: 150 });
    await source.read(null, never);
    server.fail('oas', { kind: 'slow' }, 1);
    expect(await source.read({ cursor: '3' }, never)).toMatchObject({ kind: 'complete' });
    server.fail('oas', { kind: 'slow' });
    await expect(source.read({ cursor: '3' }, never)).rejects.toThrow(/within 0.15 seconds/);
  });

  it('by asking for patience in the middle leaves what was read, and goes on later', async () => {
    api.largestPage = 2;
    api.instead.set('2', { status: 429, headers: { 'retry-after': '3600' }, body: '' });
    const result = await read();
    expect(result).toMatchObject({ kind: 'incomplete', resume: { cursor: '2' } });
    api.instead.clear();
    expect(idsOf(await read(result.kind === 'unchanged' ? null : result.resume))).toEqual([3, 4, 5]);
  });

  it.each([
    ['pages', { pages: 2 }],
    ['movements', { movements: 3 }],
  ])('by giving more %s than a read takes is read on at the next', async (_what, limit) => {
    api.largestPage = 2;
    const source = open(limit);
    const first = await source.read(null, never);
    expect(first).toMatchObject({ kind: 'complete', more: true, resume: { cursor: '4' } });
    expect(idsOf(first)).toEqual([1, 2, 3, 4]);
    expect(idsOf(await source.read({ cursor: '4' }, never))).toEqual([5]);
  });

  it.each([
    ['nothing', [nomination(5)]],
    ['one movement', [nomination(5), nomination(6)]],
  ])(
    'by giving %s and a place to go on far ahead is asked again for what lies between',
    async (_what, data) => {
      answering({ data, next: 99_999, has_more: false });
      const last = data.length === 1 ? '5' : '6';
      const result = await read({ cursor: '5' });
      expect(result).toMatchObject({
        kind: 'incomplete',
        resume: { cursor: last },
        reason: expect.stringMatching(/gave 99999 as the place to go on, and no movement after/),
      });
      api.instead.clear();
      api.movements = [5, 6, 7].map((id) => nomination(id));
      expect(idsOf(await read({ cursor: last }))).toEqual([6, 7].slice(data.length - 1));
    },
  );

  it('by stepping far ahead in the middle is read on from its last movement', async () => {
    api.instead.set('0', json(200, { data: [nomination(1)], next: 4, has_more: true }));
    expect(idsOf(await read())).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['has begun anew with lower ids', '1042'],
    ['was never where a place was kept', '99999'],
  ])('and %s is read again from its beginning', async (_what, cursor) => {
    api.largestPage = 2;
    const result = await read({ cursor });
    expect(idsOf(result)).toEqual([1, 2, 3, 4, 5]);
    expect(result).toMatchObject({ kind: 'complete', resume: { cursor: '5' } });
    expect(api.pages.slice(0, 2)).toEqual([`since=${Number(cursor) - 1}&limit=200`, 'since=0&limit=200']);
  });

  it('and has begun anew with nothing proves nothing, and is read again from its beginning', async () => {
    api.movements = [];
    expect(await read({ cursor: '5' })).toMatchObject({ kind: 'incomplete', resume: null });
  });

  it('by giving old movements, whatever is asked, is believed in nothing', async () => {
    answering({ data: [nomination(1), nomination(2)], next: 2, has_more: false });
    expect(await read({ cursor: '5' })).toMatchObject({
      kind: 'incomplete',
      records: [],
      resume: { cursor: '5' },
      reason: expect.stringMatching(/lies behind/),
    });
  });

  it('by stepping over all its movements proves nothing', async () => {
    answering({ data: [], next: 50, has_more: false });
    expect(await read()).toMatchObject({ kind: 'incomplete', resume: null });
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
