import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { AddMatching1700000002100 } from '../../subgraphs/directory/storage/add-matching.ts';
import { ConflictRow } from '../../subgraphs/directory/storage/conflict-row.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { PairDecisionRow } from '../../subgraphs/directory/storage/pair-decision-row.ts';
import { PrecedenceRow } from '../../subgraphs/directory/storage/precedence-row.ts';
import { databases, type TestStorage } from '../support/databases.ts';

const at = '2026-03-01T09:00:00.000Z';
const conflict = (id: string, field: string): ConflictRow => ({
  id,
  iso3: 'EST',
  contact_id: 'contact',
  field,
  claims: [{ origin: 'OSCE', value: ['+44 1632 960001'], at }],
  status: 'RESOLVED',
  opened_at: at,
  chosen: 'OSCE',
  resolution: 'CHOICE',
  resolved_at: at,
  resolved_by: 'authority',
});

describe.each(databases)('what states said of conflicts and of pairs, on $name', ({ make }) => {
  let storage: TestStorage;
  let database: Database;
  beforeEach(async () => {
    storage = await make();
    database = await openDatabase(directoryStorage, storage.location);
  });
  afterEach(async () => {
    await database.close();
    await storage.drop();
  });

  it('comes back as it was stored, one conflict for each field of a contact', async () => {
    const pair: PairDecisionRow = {
      iso3: 'EST',
      one: '["ARF","1"]',
      other: '["OSCE","2"]',
      same: false,
      rule: null,
      decided_at: at,
      decided_by: 'authority',
    };
    const precedence: PrecedenceRow = {
      iso3: 'EST',
      scope: 'FIELD',
      name: 'phones',
      directories: ['OSCE', 'ARF'],
      set_at: at,
      set_by: 'authority',
    };
    await database.write(async (manager) => {
      await manager.save(PairDecisionRow, pair);
      await manager.save(PrecedenceRow, precedence);
      await manager.save(ConflictRow, conflict('a', 'phones'));
    });
    const rows = await database.read(async (manager) => [
      { ...(await manager.findOneByOrFail(PairDecisionRow, { iso3: 'EST' })) },
      { ...(await manager.findOneByOrFail(PrecedenceRow, { iso3: 'EST' })) },
      { ...(await manager.findOneByOrFail(ConflictRow, { id: 'a' })) },
    ]);
    expect(rows).toEqual([pair, precedence, conflict('a', 'phones')]);
    await expect(
      database.write((manager) => manager.save(ConflictRow, conflict('b', 'phones'))),
    ).rejects.toThrow();
  });

  it('migrates down and up again, and keeps the newest conflict of each field', async () => {
    await database.write((manager) =>
      manager.save(ConflictRow, [conflict('a', 'phones'), conflict('b', 'emails')]),
    );
    const migration = new AddMatching1700000002100();
    await database.write(async (manager) => {
      if (!manager.queryRunner) throw new Error('no transaction');
      await migration.down(manager.queryRunner);
      await manager.query(
        `INSERT INTO conflict (id, iso3, contact_id, field, claims, status, opened_at)
         VALUES ('older', 'EST', 'contact', 'phones', '[]', 'RESOLVED', '2026-02-01T09:00:00.000Z')`,
      );
      await migration.up(manager.queryRunner);
    });
    const rows = await database.read((manager) => manager.find(ConflictRow, { order: { id: 'ASC' } }));
    expect(rows.map(({ id, chosen, claims }) => [id, chosen, claims.length])).toEqual([
      ['a', null, 1],
      ['b', null, 1],
    ]);
  });
});
