import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { theProduct } from '../../platform/ledger/actor.ts';
import { appendToLedger } from '../../platform/ledger/append.ts';
import { ledgerSeal, sealLedger } from '../../platform/ledger/seal.ts';
import { LedgerRow } from '../../platform/ledger/storage.ts';
import { verifyStorage } from '../../platform/ledger/verify-storage.ts';
import { type Reading, readingsOf } from '../../platform/readings/reading.ts';
import { ReadingsLedger } from '../../platform/readings/readings-ledger.ts';
import { readingsReports } from '../../platform/readings/report.ts';
import { checkReadingIndex } from '../../platform/readings/verify-index.ts';
import { TestClock } from '../support/clock.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { intrude } from './ledger-world.ts';

const by = (subject: string, contacts: Record<string, string[]>): Reading => ({
  reader: { role: 'state', subject, party: 'LVA' },
  operation: 'query states',
  request: `request of ${subject}`,
  through: ['contact'],
  contacts,
});

describe.each(databases)('the ledger of readings on $name', ({ name, make }) => {
  let storage: TestStorage;
  let folder: string;
  const clock = new TestClock();
  let readings: ReadingsLedger;

  beforeEach(async () => {
    storage = await make();
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-readings-'));
    readings = await ReadingsLedger.open('sample', storage.location, clock);
  });
  afterEach(async () => {
    await readings.close();
    await storage.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const verify = async () => {
    const [report] = await verifyStorage({ storage: storage.location, folder }, () => checkReadingIndex);
    return report?.finding ?? null;
  };
  const report = (iso3: string, more: { first?: number; after?: string; from?: Date; to?: Date } = {}) =>
    readingsReports(readings)({ iso3, first: 50, after: null, from: null, to: null, ...more });

  it('loses none of five hundred at once, and shares commits among them', async () => {
    const subjects = Array.from({ length: 500 }, (_, index) => `reader ${index}`);
    await Promise.all(
      subjects.map((subject) => readings.record(by(subject, { EST: ['a'], FIN: ['b', 'c'] }))),
    );
    const rows = await readings.database.read((manager) => manager.find(LedgerRow));
    const told = rows.flatMap(({ payload }) => readingsOf(payload));
    expect(told.map(({ reader }) => reader.subject).sort()).toEqual(subjects.sort());
    expect(rows.length).toBeLessThan(50);
    expect((await report('FIN')).totalCount).toBe(500);
    expect(await verify()).toBeNull();
  });

  it.runIf(name === 'PostgreSQL')('loses none that many instances record at once', async () => {
    const others = [readings, await ReadingsLedger.open('sample', storage.location, clock)];
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        others[index % 2]?.record(by(`reader ${index}`, { EST: [`contact ${index}`] })),
      ),
    );
    await others[1]?.close();
    expect((await report('EST')).totalCount).toBe(100);
    expect(await verify()).toBeNull();
  });

  it('tells a state of its own alone, the last first, page by page, between two times', async () => {
    const times: Date[] = [];
    for (let index = 1; index <= 5; index++) {
      clock.advance(60_000);
      times.push(clock.now());
      await readings.record(by(`reader ${index}`, { EST: [`est-${index}`], FIN: [`fin-${index}`] }));
    }
    await readings.record(by('somebody', { FIN: ['fin-9'] }));
    const first = await report('EST', { first: 2 });
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    expect(first.nodes).toMatchObject([
      {
        subject: 'reader 5',
        party: 'LVA',
        contacts: ['est-5'],
        operation: 'query states',
        through: ['contact'],
      },
      { subject: 'reader 4', contacts: ['est-4'] },
    ]);
    await expect(report('EST', { from: new Date(Number.NaN) })).rejects.toThrow('cannot be read');
    const rest = await report('EST', { first: 50, after: first.pageInfo.endCursor ?? '' });
    expect(rest.nodes.map(({ subject }) => subject)).toEqual(['reader 3', 'reader 2', 'reader 1']);
    const [, from, , to] = times;
    const between = await report('EST', { ...(from ? { from } : {}), ...(to ? { to } : {}) });
    expect(between.nodes.map(({ subject }) => subject)).toEqual(['reader 3', 'reader 2']);
    await expect(report('EST', { after: 'nonsense' })).rejects.toThrow('no cursor');
    await expect(report('EST', { first: 1000 })).rejects.toThrow('1 to 200');
  });

  it('gives each reading once, also where many share a row of the ledger', async () => {
    const subjects = Array.from({ length: 30 }, (_, index) => `reader ${index}`);
    await Promise.all(subjects.map((subject) => readings.record(by(subject, { EST: [subject] }))));
    const read: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: Awaited<ReturnType<typeof report>> = await report('EST', {
        first: 7,
        ...(after ? { after } : {}),
      });
      read.push(...page.nodes.map(({ subject }) => subject));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      expect(page.totalCount).toBe(30);
    }
    expect(read).toHaveLength(30);
    expect([...read].sort()).toEqual(subjects.sort());
  });

  it('finds an index that hides a reading, or names one that was not', async () => {
    await readings.record(by('reader', { EST: ['a'], FIN: ['b'] }));
    await readings.record(by('another', { EST: ['a'] }));
    await sealLedger(readings.database, readings.name, clock, ledgerSeal(folder));
    expect(await verify()).toBeNull();
    const lines = [
      "DELETE FROM reading WHERE ledger_seq = 2 AND state = 'EST'",
      "UPDATE reading SET state = 'SWE' WHERE state = 'FIN'",
    ];
    await expect(readings.database.write((manager) => manager.query(lines[0] ?? ''))).rejects.toThrow(
      'append-only',
    );
    await intrude(storage.location, readings.name, [[lines[0] ?? '']]);
    expect(await verify()).toMatchObject({ row: 2 });
    await intrude(storage.location, readings.name, [[lines[1] ?? '']]);
    expect(await verify()).toMatchObject({ row: 1 });
  });

  it('finds an index that names readings beyond the end, below the beginning, or has no table', async () => {
    await readings.record(by('reader', { EST: ['a'] }));
    expect(await verify()).toBeNull();
    const put = 'INSERT INTO reading (ledger_seq, state, at, readings) VALUES';
    for (const seq of [0, 2]) {
      await intrude(storage.location, readings.name, [[`${put} (${seq}, 'EST', '2026-01-01', 1)`]]);
      expect((await verify())?.problem).toContain('of no row');
      await intrude(storage.location, readings.name, [[`DELETE FROM reading WHERE ledger_seq = ${seq}`]]);
    }
    await intrude(storage.location, readings.name, [['ALTER TABLE reading RENAME TO elsewhere']]);
    expect((await verify())?.problem).toContain('cannot be read');
    await intrude(storage.location, readings.name, [['ALTER TABLE elsewhere RENAME TO reading']]);
    expect(await verify()).toBeNull();
  });

  it('finds a row whose readings cannot be read, and names it', async () => {
    await readings.database.write((manager) =>
      appendToLedger(manager, readings.name, clock, [
        { kind: 'contacts.read', actor: theProduct('readings'), payload: { readings: 'none' } },
      ]),
    );
    expect(await verify()).toMatchObject({ row: 1, problem: expect.stringContaining('cannot be read') });
  });

  it('fails whoever reads where it cannot be written, and goes on once it can', async () => {
    await intrude(storage.location, readings.name, [['ALTER TABLE reading RENAME TO elsewhere']]);
    await expect(readings.record(by('reader', { EST: ['a'] }))).rejects.toThrow();
    await intrude(storage.location, readings.name, [['ALTER TABLE elsewhere RENAME TO reading']]);
    await readings.record(by('reader', { EST: ['a'] }));
    expect((await report('EST')).totalCount).toBe(1);
  });
});
