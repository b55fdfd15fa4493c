import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../platform/database/open.ts';
import { openHarness } from '../../../test/support/adapter-harness.ts';
import { databases } from '../../../test/support/databases.ts';
import { listed, ScriptedDirectory } from '../../../test/support/scripted-directory.ts';
import { AddHeldChanges1700000000002 } from './add-held-changes.ts';
import { HeldChangeRow } from './held-change-row.ts';
import { adapterStorage } from './tables.ts';

describe.each(databases)('the tables of the guard on $name', ({ make }) => {
  it('can be taken away and added with data, which stays', async () => {
    const storage = await make();
    const directory = new ScriptedDirectory();
    const all = Array.from({ length: 9 }, (_, index) => listed(`EST-${index}`, 'Estonia', `Person ${index}`));
    const adapter = await openHarness({ directory, storage: storage.location });
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...all.slice(5));
    expect(await adapter.pull()).toMatchObject({ outcome: 'HELD' });
    await adapter.close();

    const database = await openDatabase(adapterStorage('TST'), storage.location);
    const migration = new AddHeldChanges1700000000002();
    const rows = (table: string) =>
      database.write((manager) => manager.query(`SELECT * FROM ${table} ORDER BY 1`)) as Promise<object[]>;
    const before = { entries: await rows('entry'), pulls: await rows('pull'), feed: await rows('change') };
    expect(before.entries).toHaveLength(9);
    await database.write(async (manager) => {
      if (!manager.queryRunner) throw new Error('not in a transaction');
      await migration.down(manager.queryRunner);
      expect(await manager.query('SELECT source_key FROM entry')).toHaveLength(9);
      await migration.up(manager.queryRunner);
      expect(await manager.count(HeldChangeRow)).toBe(0);
    });
    const columns = { held: null, unlisted_since: null };
    const without = (list: object[]) =>
      list.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, name in columns ? null : value]),
        ),
      );
    expect(await rows('entry')).toEqual(without(before.entries));
    expect(await rows('pull')).toEqual(without(before.pulls));
    expect(await rows('change')).toEqual(before.feed);
    await database.close();
    await storage.drop();
  });
});
