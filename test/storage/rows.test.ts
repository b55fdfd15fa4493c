import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adapterStorage, EntryRow } from '../../adapters/pipeline/storage/tables.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { addRows, putRows } from '../../platform/database/rows.ts';
import { CopySourceRow } from '../../subgraphs/directory/storage/copy-source-row.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { databases, type TestStorage } from '../support/databases.ts';

const difficult = [
  'plain',
  '',
  'NULL',
  '"quoted", {braced}',
  "it's",
  'back\\slash',
  'línea\nnueva',
  '中文 🙂',
];

const entry = (number: number, more: Partial<EntryRow> = {}): EntryRow => ({
  source_key: `TST-${String(number).padStart(5, '0')}`,
  participant: difficult[number % difficult.length] ?? '',
  iso3: number % 3 === 0 ? null : 'EST',
  status: 'PRESENT',
  content: JSON.stringify({ text: difficult[number % difficult.length] }),
  source: '{}',
  source_revision: `revision ${number}`,
  position: number,
  first_seen_at: '2026-11-02T09:30:00.000Z',
  last_seen_at: '2026-11-02T09:30:00.000Z',
  unlisted_since: null,
  ...more,
});

describe.each(databases)('many rows at once on $name', ({ make }) => {
  let storage: TestStorage;
  let database: Database;
  beforeEach(async () => {
    storage = await make();
    database = await openDatabase(adapterStorage('TST'), storage.location);
  });
  afterEach(async () => {
    await database.close();
    await storage.drop();
  });
  const stored = async () => {
    const rows = await database.read((manager) => manager.find(EntryRow, { order: { source_key: 'ASC' } }));
    return rows.map((row) => ({ ...row }));
  };

  it.each([0, 1, 5, 256, 599])('come back as they were written: %i', async (count) => {
    const rows = Array.from({ length: count }, (_, number) => entry(number));
    await database.write((manager) => addRows(manager, EntryRow, rows));
    expect(await stored()).toEqual(rows);
  });

  it('are sealed as any other row is', async () => {
    await database.write((manager) => addRows(manager, EntryRow, [entry(1)]));
    const raw = await database.read((manager) => manager.query('SELECT content FROM entry'));
    expect(JSON.stringify(raw)).toMatch(/sealed:1:/);
  });

  it('are written anew where they are there already, and added where they are not', async () => {
    const first = Array.from({ length: 300 }, (_, number) => entry(number));
    const second = Array.from({ length: 300 }, (_, number) =>
      entry(number + 150, { status: 'REMOVED', iso3: 'FIN', unlisted_since: '2026-11-03T00:00:00.000Z' }),
    );
    await database.write((manager) => putRows(manager, EntryRow, first));
    await database.write((manager) => putRows(manager, EntryRow, second));
    expect(await stored()).toEqual([...first.slice(0, 150), ...second]);
  });

  it('are refused, and nothing is kept, where one is there that was to be new', async () => {
    await database.write((manager) => addRows(manager, EntryRow, [entry(7)]));
    const again = Array.from({ length: 20 }, (_, number) => entry(number));
    await expect(database.write((manager) => addRows(manager, EntryRow, again))).rejects.toThrow();
    expect(await stored()).toEqual([entry(7)]);
  });

  it('keep whether something is so, and lists', async () => {
    const other = await openDatabase(directoryStorage, storage.location);
    const rows = [true, false].map(
      (present): CopySourceRow => ({
        iso3: 'EST',
        directory: 'TST',
        source_key: `TST-${present}`,
        contact_id: 'one',
        consent_id: 'two',
        claims: {},
        withheld: present ? ['name', 'emails'] : [],
        present,
        position: 3,
        dates: null,
      }),
    );
    await other.write((manager) => putRows(manager, CopySourceRow, rows));
    const found = await other.read((manager) => manager.find(CopySourceRow, { order: { present: 'DESC' } }));
    expect(found.map((row) => ({ ...row }))).toEqual(rows);
    await other.close();
  });
});
