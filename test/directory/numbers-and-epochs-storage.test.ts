import type { MigrationInterface } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { blankContact } from '../../subgraphs/directory/contacts/blank-contact.ts';
import { ContactRow } from '../../subgraphs/directory/storage/contact-row.ts';
import { FollowEpochs1700000005120 } from '../../subgraphs/directory/storage/follow-epochs.ts';
import { KeepFormerIds1700000005110 } from '../../subgraphs/directory/storage/keep-former-ids.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { OrderProposals1700000005100 } from '../../subgraphs/directory/storage/order-proposals.ts';
import { ProposalRow } from '../../subgraphs/directory/storage/proposal-row.ts';
import { RegionalDirectoryRow } from '../../subgraphs/directory/storage/regional-directory-row.ts';
import { databases, type TestStorage } from '../support/databases.ts';

const at = (hour: number) => `2026-03-01T0${hour}:00:00.000Z`;
const proposal = (id: string, seq: number, created_at: string): ProposalRow => ({
  id,
  seq,
  iso3: 'EST',
  directory: 'OSCE',
  source_key: `EST-${id}`,
  consent_id: 'consent',
  kind: 'ADD',
  cause: 'REVIEW',
  reason: 'It waits.',
  changes: [{ field: 'name', before: [], after: ['Anna Näide'] }],
  claims: null,
  withheld: [],
  dates: null,
  contact_id: null,
  position: 1,
  pull: null,
  status: 'WAITING',
  created_at,
  decided_at: null,
  decided_by: null,
  decision_reason: null,
});

describe.each(databases)('storage that gained numbers, former ids and epochs, on $name', ({ make }) => {
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

  const downAndUp = (migration: MigrationInterface) =>
    database.write(async (manager) => {
      if (!manager.queryRunner) throw new Error('no transaction');
      await migration.down(manager.queryRunner);
      await migration.up(manager.queryRunner);
    });

  it('numbers the proposals there are in the order they were made, and keeps them', async () => {
    const rows = [proposal('a', 7, at(9)), proposal('b', 8, at(8)), proposal('c', 9, at(9))];
    await database.write((manager) => manager.save(ProposalRow, rows));
    await downAndUp(new OrderProposals1700000005100());
    const found = await database.read((manager) => manager.find(ProposalRow, { order: { seq: 'ASC' } }));
    expect(found.map((row) => ({ ...row }))).toEqual(
      ['b', 'a', 'c'].map((id, place) => ({ ...rows.find((row) => row.id === id), seq: place + 1 })),
    );
    const twice = proposal('d', 3, at(9));
    await expect(database.write((manager) => manager.save(ProposalRow, twice))).rejects.toThrow();
  });

  it('keeps contacts and what is known of a directory', async () => {
    const contact = blankContact('contact', 'EST', at(9));
    const directory: RegionalDirectoryRow = {
      code: 'OSCE',
      cursor: 5,
      name: 'OSCE',
      levels: ['PRIMARY'],
      names_functions: true,
      participants: 1,
      entries: 2,
      schedule: '0 * * * *',
      next_pull_at: null,
      position: 5,
      epoch: null,
      reset_at: null,
      last_success_at: at(8),
      last_pull: null,
    };
    await database.write(async (manager) => {
      await manager.save(ContactRow, {
        ...contact,
        former_ids: [{ id: 'former', entries: [] }],
        merged_into: 'x',
      });
      await manager.save(RegionalDirectoryRow, { ...directory, epoch: 'one', reset_at: at(9) });
    });
    await downAndUp(new KeepFormerIds1700000005110());
    await downAndUp(new FollowEpochs1700000005120());
    const found = await database.read(async (manager) => [
      await manager.findOneByOrFail(ContactRow, { id: 'contact' }),
      await manager.findOneByOrFail(RegionalDirectoryRow, { code: 'OSCE' }),
    ]);
    expect(found.map((row) => ({ ...row }))).toEqual([contact, directory]);
  });
});
