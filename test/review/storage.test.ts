import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { blankContact } from '../../subgraphs/directory/contacts/blank-contact.ts';
import { AddReview1700000006300 } from '../../subgraphs/directory/storage/add-review.ts';
import { ContactRow } from '../../subgraphs/directory/storage/contact-row.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { ContactReviewRow } from '../../subgraphs/directory/storage/review-rows.ts';
import { databases, type TestStorage } from '../support/databases.ts';

const at = '2026-03-01T09:00:00.000Z';

describe.each(databases)('storage that gained reviews, on $name', ({ make }) => {
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

  it('takes contacts that are there already as confirmed when they last changed', async () => {
    const removed = { ...blankContact('gone', 'EST', at), removed_at: at };
    const migration = new AddReview1700000006300();
    await database.write(async (manager) => {
      await manager.save(ContactRow, [blankContact('kept', 'EST', at), removed]);
      if (!manager.queryRunner) throw new Error('no transaction');
      await migration.down(manager.queryRunner);
      await migration.up(manager.queryRunner);
    });
    const rows = await database.read((manager) => manager.find(ContactReviewRow));
    expect(rows.map((row) => ({ ...row }))).toEqual([
      {
        contact_id: 'kept',
        iso3: 'EST',
        stated_at: null,
        vouched_at: at,
        confirmed_at: at,
        due_at: '2027-03-01T09:00:00.000Z',
        remind_on: '2026-12-31',
      },
    ]);
    expect(await database.read((manager) => manager.find(ContactRow))).toHaveLength(2);
  });
});
