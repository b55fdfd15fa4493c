import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { type AdapterHarness, openHarness, service } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { listed, ScriptedDirectory } from '../../test/support/scripted-directory.ts';
import { AddEntryTallies1700000006710 } from './storage/add-entry-tallies.ts';
import { EntryTallyRow } from './storage/entry-tally-row.ts';
import { adapterStorage } from './storage/tables.ts';
import { acceptedCounts } from './tallies.ts';

const people = Array.from({ length: 12 }, (_, index) =>
  listed(`EST-${index}`, index % 2 ? 'Estonia' : 'Finland', `Person ${index}`, {
    ...(index % 3 ? { email: `p${index}@mfa.example` } : {}),
  }),
);

describe.each(databases)('counts of entries on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;

  beforeEach(async () => {
    storage = await make();
    directory = new ScriptedDirectory();
    adapter = await openHarness({ directory, storage: storage.location });
    directory.gives(...people);
    await adapter.pull();
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });

  /** Works past the adapter, which meanwhile is closed. */
  async function aside<T>(work: (database: Database) => Promise<T>): Promise<T> {
    await adapter.close();
    const database = await openDatabase(adapterStorage('TST'), storage.location);
    try {
      return await work(database);
    } finally {
      await database.close();
      adapter = await openHarness({ directory, storage: storage.location, clock: adapter.clock });
    }
  }
  const kept = () => aside((database) => acceptedCounts(database, 'source'));
  const counted = () =>
    aside(async (database) => {
      await database.write((manager) => manager.delete(EntryTallyRow, { of: 'source' }));
      return acceptedCounts(database, 'source');
    });

  it('kept with each change are what counting all of them gives', async () => {
    expect(Object.fromEntries(await kept())).toMatchObject({ ENTRY: 12, STATE: 12, FUNCTION: 12, emails: 8 });
    const [first, second, third, ...others] = people;
    if (!first || !second || !third) throw new Error('too few');
    directory.gives({ ...second, country: 'Holy See' }, { ...third, name: null }, ...others);
    await adapter.pull();
    const afterChanges = await kept();
    expect(Object.fromEntries(afterChanges)).toMatchObject({ ENTRY: 11, name: 10 });
    expect(await counted()).toEqual(afterChanges);
    directory.gives(...people);
    await adapter.pull();
    expect(Object.fromEntries(await kept())).toMatchObject({ ENTRY: 12, STATE: 12, name: 12 });
  });

  it('say how many entries and participants there are', async () => {
    const facts = async () => (await adapter.ask(service, '{ tst { participants entryCount } }')).data;
    expect(await facts()).toEqual({ tst: { participants: 2, entryCount: 12 } });
    directory.gives(...people.slice(1));
    await adapter.pull();
    expect(await facts()).toEqual({ tst: { participants: 2, entryCount: 11 } });
  });

  it('are made for entries from before they were kept', async () => {
    const before = await kept();
    await aside((database) =>
      database.write(async (manager) => {
        if (!manager.queryRunner) throw new Error('not in a transaction');
        const migration = new AddEntryTallies1700000006710();
        await migration.down(manager.queryRunner);
        await migration.up(manager.queryRunner);
      }),
    );
    expect((await adapter.ask(service, '{ tst { participants entryCount } }')).data).toEqual({
      tst: { participants: 2, entryCount: 12 },
    });
    expect(await kept()).toEqual(before);
  });
});
