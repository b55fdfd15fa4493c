import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, type FaultyServer, faultyServer } from '../../test/support/faults.ts';
import { type ArfRow, arfEdition, workbookOf } from '../../test/support/workbooks.ts';
import { type Resume, SourceFailure } from '../contract.ts';
import { arf } from './index.ts';
import { normalise } from './normalise.ts';

const tools = {
  clock: { now: () => new Date('2026-04-01T00:00:00Z'), sleep: async () => {} },
  userAgent: 'crosspoint-test',
};
const row: ArfRow = {
  country: 'Malaysia',
  high: ['Mr. TAN Wei Ming', 'Director', 'MFA', '+60 3 8000 0000', null, 'tan@mfa.example'],
};

let server: FaultyServer;
let body: Uint8Array;
let headers: Record<string, string>;

beforeEach(async () => {
  server = await faultyServer();
  body = await arfEdition([row]);
  headers = { etag: '"1"', 'last-modified': 'Wed, 01 Apr 2026 00:00:00 GMT' };
  server.mount('arf', async (request) =>
    headers.etag !== undefined && request.headers['if-none-match'] === headers.etag
      ? { status: 304, headers: {}, body: '' }
      : { status: 200, headers, body },
  );
});
afterEach(() => server.close());

const read = (since: Resume | null = null, url = server.url('arf/workbook.xlsx')) =>
  arf.open(url, {}, tools).read(since, new AbortController().signal);
const failure = async (): Promise<string> => {
  const caught = await read().catch((error: unknown) => error);
  expect(caught).toBeInstanceOf(SourceFailure);
  return caught instanceof SourceFailure ? caught.message : '';
};

describe('a read', () => {
  it('gives a whole edition in one request', async () => {
    const edition = await read();
    expect(edition).toMatchObject({
      kind: 'complete',
      records: [{ location: 'Sheet1, row 5, High-Level', record: { name: { text: 'Mr. TAN Wei Ming' } } }],
      setAside: [],
      resume: { etag: '"1"', lastModified: 'Wed, 01 Apr 2026 00:00:00 GMT' },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('of an edition that has not changed costs one 304', async () => {
    const edition = await read();
    if (edition.kind !== 'complete') throw new Error('not read');
    expect(await read(edition.resume)).toEqual({ kind: 'unchanged' });
    expect(server.requests[1]?.headers).toMatchObject({
      'if-none-match': '"1"',
      'if-modified-since': 'Wed, 01 Apr 2026 00:00:00 GMT',
    });
    headers.etag = '"2"';
    expect((await read(edition.resume)).kind).toBe('complete');
  });

  it('of a source without ETag goes by its date, and without both is in full each time', async () => {
    headers = { 'last-modified': 'Wed, 01 Apr 2026 00:00:00 GMT' };
    expect(await read()).toMatchObject({ resume: { lastModified: headers['last-modified'] } });
    headers = {};
    expect(await read()).toMatchObject({ resume: null });
  });

  it('may be of a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-arf-'));
    const file = join(folder, 'directory.xlsx');
    writeFileSync(file, body);
    const edition = await read(null, pathToFileURL(file));
    if (edition.kind !== 'complete') throw new Error('not read');
    expect(edition.records).toHaveLength(1);
    expect(await read(edition.resume, pathToFileURL(file))).toEqual({ kind: 'unchanged' });
    rmSync(folder, { recursive: true });
  });

  it('gives dates that no time zone shifts', async () => {
    const before = process.env.TZ;
    try {
      for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
        process.env.TZ = zone;
        body = await arfEdition([
          { ...row, asOf: { value: new Date('2026-03-15T00:00:00Z'), format: 'dd mmm yyyy' } },
        ]);
        const edition = await read();
        if (edition.kind !== 'complete') throw new Error('not read');
        const meanings = edition.records.map(({ record }) => normalise(record));
        expect(meanings).toMatchObject([{ entry: { details: { asOf: '2026-03-15' } } }]);
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});

describe('a source that cannot be read', () => {
  it.each<[string, Fault, RegExp]>([
    ['is down', { kind: 'down' }, /dropped the connection/],
    ['answers with a web page', { kind: 'html' }, /web page/],
    ['is empty', { kind: 'empty' }, /empty file/],
    ['breaks off on the way', { kind: 'dropped' }, /dropped the connection/],
    ['was cut off before it was sent', { kind: 'truncated' }, /damaged or cut off/],
    ['lacks only its last byte', { kind: 'truncated', share: 0.9999 }, /damaged or cut off/],
    ['is not found', { kind: 'status', status: 404 }, /404/],
    [
      'is something else',
      { kind: 'instead', response: { status: 200, headers: {}, body: 'No,Country' } },
      /no workbook/,
    ],
  ])('because it %s says so', async (_what, fault, words) => {
    server.fail('arf', fault);
    expect(await failure()).toMatch(words);
  });

  it('because its table is not there says so', async () => {
    body = await workbookOf([['Minutes of the meeting'], ['1', 'Opening']], 'Minutes');
    expect(await failure()).toMatch(/header of the table was not found on the worksheet “Minutes”/);
  });

  it('because its table is empty says so', async () => {
    body = await arfEdition([]);
    expect(await failure()).toMatch(/no point of contact/);
    body = await arfEdition([{ no: 1, country: 'Malaysia', high: ['TBC'] }]);
    expect(await failure()).toMatch(/no point of contact/);
  });

  it('because it is larger than 10 MB says so', async () => {
    body = new Uint8Array(10_000_001);
    expect(await failure()).toMatch(/more than the 10 MB/);
  });
});

describe('the built-in sample', () => {
  it('is read in full, each of its 27 participants', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-arf-'));
    const sample = arf.sample.open(join(folder, 'arf.json'), tools.clock);
    server.mount('sample', (request) => sample.handle(request));
    const edition = await read(null, server.url(`sample/${arf.sample.path}`));
    if (edition.kind !== 'complete') throw new Error('not read');
    const entries = edition.records.flatMap(({ record }) => {
      const meaning = arf.normalise(record);
      return meaning.kind === 'entry' ? [meaning.entry] : [];
    });
    expect(new Set(entries.map(({ iso3 }) => iso3 ?? 'EU')).size).toBe(27);
    expect(await read(edition.resume, server.url(`sample/${arf.sample.path}`))).toEqual({
      kind: 'unchanged',
    });
    rmSync(folder, { recursive: true });
  });
});
