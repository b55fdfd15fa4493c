import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../platform/database/open.ts';
import { openHarness } from '../../../test/support/adapter-harness.ts';
import { databases } from '../../../test/support/databases.ts';
import { listed, ScriptedDirectory } from '../../../test/support/scripted-directory.ts';
import { AddFeedEpochs1700000005120 } from './add-feed-epochs.ts';
import { adapterStorage, ChangeRow } from './tables.ts';

describe.each(databases)('a feed that was written before it had epochs, on $name', ({ make }) => {
  it('is of one epoch, and keeps every change', async () => {
    const storage = await make();
    const directory = new ScriptedDirectory();
    const adapter = await openHarness({ directory, storage: storage.location });
    for (const name of ['First', 'Second']) {
      directory.gives(listed('EST-1', 'Estonia', name));
      await adapter.pull();
    }
    await adapter.close();

    const database = await openDatabase(adapterStorage('TST'), storage.location);
    const migration = new AddFeedEpochs1700000005120();
    const feed = () => database.read((manager) => manager.find(ChangeRow, { order: { seq: 'ASC' } }));
    const before = await feed();
    expect(new Set(before.map(({ epoch }) => epoch)).size).toBe(2);
    await database.write(async (manager) => {
      if (!manager.queryRunner) throw new Error('not in a transaction');
      await migration.down(manager.queryRunner);
      await migration.up(manager.queryRunner);
    });
    const after = await feed();
    const [epoch] = after.map((row) => row.epoch);
    expect(epoch).toMatch(/^[0-9a-f-]{36}$/);
    expect(after.map((row) => ({ ...row }))).toEqual(before.map((row) => ({ ...row, epoch })));
    await database.close();
    await storage.drop();
  });
});
