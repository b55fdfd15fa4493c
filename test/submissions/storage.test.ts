import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { AddSubmissions1700000006500 } from '../../subgraphs/directory/storage/add-submissions.ts';
import { ContactRevisionRow } from '../../subgraphs/directory/storage/contact-revision-row.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { SubmissionRow } from '../../subgraphs/directory/storage/submission-rows.ts';
import { databases, type TestStorage } from '../support/databases.ts';

const at = '2026-03-01T09:00:00.000Z';

describe.each(databases)('storage that gained submissions, on $name', ({ make }) => {
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

  it('keeps the history there is, as what states did themselves', async () => {
    const step: ContactRevisionRow = {
      contact_id: 'c',
      revision: 1,
      at,
      action: 'ADDED',
      actor: 'authority of EST',
      authority: null,
      reason: null,
      changes: [{ field: 'entity', before: [], after: ['Desk'] }],
      snapshot: null,
      changed_on: '2026-02-01',
      submission: 's',
      notified_on: '2026-02-10',
    };
    await database.write((manager) => manager.save(ContactRevisionRow, { ...step }));
    await database.write(async (manager) => {
      if (!manager.queryRunner) throw new Error('no transaction');
      const migration = new AddSubmissions1700000006500();
      await migration.down(manager.queryRunner);
      await migration.up(manager.queryRunner);
    });
    const found = await database.read((manager) => manager.find(ContactRevisionRow));
    expect(found.map((row) => ({ ...row }))).toEqual([{ ...step, submission: null, notified_on: null }]);
    expect(await database.read((manager) => manager.count(SubmissionRow))).toBe(0);
  });
});
