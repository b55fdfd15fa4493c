import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../platform/database/open.ts';
import { openHarness } from '../../../test/support/adapter-harness.ts';
import { databases } from '../../../test/support/databases.ts';
import { listed, ScriptedDirectory } from '../../../test/support/scripted-directory.ts';
import { CreateRegionalDirectory1700000000001 } from './create-tables.ts';
import { adapterStorage, EntryRow, SourceStateRow } from './tables.ts';

describe.each(databases)('the tables of a regional directory on $name', ({ make }) => {
  it('can be taken down with data in them, and made anew', async () => {
    const storage = await make();
    const directory = new ScriptedDirectory();
    directory.gives(listed('EST-1', 'Estonia', 'Mari Maasikas', { problem: 'Its date is none.' }));
    const adapter = await openHarness({ directory, storage: storage.location });
    await adapter.pull();
    await adapter.close();

    const database = await openDatabase(adapterStorage('TST'), storage.location);
    const migration = new CreateRegionalDirectory1700000000001();
    await database.write(async (manager) => {
      expect(await manager.count(EntryRow)).toBe(1);
      if (!manager.queryRunner) throw new Error('not in a transaction');
      await migration.down(manager.queryRunner);
      await migration.up(manager.queryRunner);
      expect(await manager.count(EntryRow)).toBe(0);
      expect(await manager.find(SourceStateRow)).toMatchObject([{ id: 1, position: 0, resume: null }]);
    });
    await database.close();
    await storage.drop();
  });
});
