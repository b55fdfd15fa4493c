import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from '../../test/support/clock.ts';
import { type FaultyServer, faultyServer } from '../../test/support/faults.ts';
import { credentials, json, nomination, OasApi } from '../../test/support/oas-api.ts';
import type { Resume, SourceRead } from '../contract.ts';
import type { OasMovement } from './movement.ts';
import { openOas } from './source.ts';

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

const open = (settings: typeof credentials | null = credentials, url = server.url('oas')) =>
  openOas(url, settings, { clock, userAgent: 'crosspoint-test' });
const never = new AbortController().signal;
const read = (since: Resume | null = null) => open().read(since, never);
const idsOf = (result: SourceRead<OasMovement>) =>
  result.kind === 'unchanged' ? [] : result.records.map(({ record }) => record.id);
/** The API gives this page, whatever is asked. */
const answering = (page: unknown) => api.instead.set('any', json(200, page));

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

  it('are found where the API has a whole host for itself', async () => {
    const paths: string[] = [];
    const atRoot = createServer((request, response) => {
      paths.push(request.url ?? '');
      const grant = { access_token: 'token', token_type: 'bearer' };
      const page = { data: [nomination(1)], next: 1, has_more: false };
      response.end(JSON.stringify(request.method === 'POST' ? grant : page));
    });
    await new Promise<void>((resolve) => atRoot.listen(0, '127.0.0.1', resolve));
    const address = atRoot.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const result = await open(credentials, new URL(`http://127.0.0.1:${port}`)).read(null, never);
    expect(idsOf(result)).toEqual([1]);
    expect(paths).toEqual(['/oauth/token', '/api/v1/movements?since=0&limit=200']);
    await new Promise((resolve) => atRoot.close(resolve));
  });

  it('have their doubly encoded text mended before anything of it is trimmed', async () => {
    api.movements = [nomination(1, { country: 'MÃ©xico', full_name: ' voilÃ\u00a0' })];
    const result = await read();
    expect(result.kind === 'complete' && result.records[0]?.record).toMatchObject({
      country: 'México',
      full_name: 'voilà',
    });
  });

  it('hold no character that a database refuses', async () => {
    api.movements = [
      nomination(1, { full_name: 'Ana\u0000 Paz', telephone: '+56 2 0000 0141\n+56 2 0000 0142' }),
      nomination(2, { point_id: 'OAS\u0000' }),
    ];
    const result = await read();
    expect(result.kind === 'complete' && result.records.map(({ record }) => record)).toMatchObject([
      { full_name: 'Ana Paz', telephone: '+56 2 0000 0141\n+56 2 0000 0142' },
    ]);
    expect(result.kind === 'complete' && result.setAside).toEqual([
      { location: 'movement 2', reason: expect.stringMatching(/point_id/) },
    ]);
  });

  it('may come twice with more than is read of them, however deep', async () => {
    const more = JSON.parse(`${'['.repeat(2500)}${']'.repeat(2500)}`);
    const given = nomination(1, { more });
    answering({ data: [given, given, { ...given, more: null }], next: 1, has_more: false });
    expect(await read()).toMatchObject({ kind: 'complete', setAside: [], records: [{ record: { id: 1 } }] });
  });

  it.each([1e300, -4, 0, 1.5, '7', null])(
    'with the unusable id %j are set aside by themselves',
    async (id) => {
      answering({ data: [nomination(1), { ...nomination(2), id }, nomination(3)], next: 3, has_more: false });
      const result = await read();
      expect(idsOf(result)).toEqual([1, 3]);
      expect(result.kind === 'complete' && result.setAside).toMatchObject([
        { location: 'movement after 1', sourceKey: 'OAS-CHL-2' },
      ]);
    },
  );

  describe('in a file that an organisation sends', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'crosspoint-oas-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const fileWith = (page: object) => {
      const file = join(folder, 'movements.json');
      writeFileSync(file, JSON.stringify({ next: 5, has_more: false, ...page }));
      return open(null, pathToFileURL(file));
    };

    it('are read', async () => {
      const source = fileWith({ data: api.movements });
      const result = await source.read(null, never);
      expect(result).toMatchObject({ kind: 'complete', resume: { cursor: '5' } });
      expect(idsOf(result)).toEqual([1, 2, 3, 4, 5]);
      expect(idsOf(await source.read({ cursor: '3' }, never))).toEqual([4, 5]);
      expect(await source.read({ cursor: '5' }, never)).toEqual({ kind: 'unchanged' });
    });

    it.each([
      ['an older file', { data: [nomination(1), nomination(2)], next: 2 }, /ends with movement 2/],
      ['an empty file', { data: [], next: 0 }, /holds no movement/],
    ])('are not all there in %s', async (_what, page, reason) => {
      expect(await fileWith(page).read({ cursor: '5' }, never)).toMatchObject({
        kind: 'incomplete',
        records: [],
        resume: { cursor: '5' },
        reason: expect.stringMatching(reason),
      });
    });

    it('are not all there where the file says so', async () => {
      const result = await fileWith({ data: [nomination(1)], next: 1, has_more: true }).read(null, never);
      expect(result).toMatchObject({ kind: 'incomplete', resume: { cursor: '1' } });
      expect(idsOf(result)).toEqual([1]);
    });

    it('out of order are read as far as the order goes', async () => {
      const result = await fileWith({ data: [nomination(2), nomination(1)] }).read(null, never);
      expect(result).toMatchObject({ kind: 'incomplete', resume: null });
      expect(idsOf(result)).toEqual([2]);
    });
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
