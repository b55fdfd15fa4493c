import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SealEntries1700000005310 } from '../../adapters/pipeline/storage/seal-entries.ts';
import { adapterStorage } from '../../adapters/pipeline/storage/tables.ts';
import { registry } from '../../adapters/registry.ts';
import type { Database, StorageModel } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { SealContactDetails1700000005300 } from '../../subgraphs/directory/storage/seal-contact-details.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { storedBytes } from '../support/stored-bytes.ts';
import { World } from '../support/world.ts';
import { allEntriesOf, consents, contactsOf } from './verbs.ts';

const parts: readonly { model: StorageModel; sealing: new () => SealEntries1700000005310 }[] = [
  { model: directoryStorage, sealing: SealContactDetails1700000005300 },
  ...registry.map(({ code }) => ({ model: adapterStorage(code), sealing: SealEntries1700000005310 })),
];

/** As the version before wrote it: in clear, and without the mark that its remains were erased. */
async function unseal(database: Database, sealing: new () => SealEntries1700000005310): Promise<void> {
  await database.write(async ({ queryRunner, connection }) => {
    if (!queryRunner) throw new Error('not in a transaction');
    await new sealing().down(queryRunner);
    await queryRunner.query(
      `DELETE FROM ${connection.driver.escape('migrations')} WHERE name = '${sealing.name}'`,
    );
  });
  if (database.kind === 'sqlite') await database.write((manager) => manager.query('PRAGMA user_version = 0'));
}

describe.each(databases)('a database on $name that the version before wrote in clear', ({ make }) => {
  let world: World;
  let storage: TestStorage;

  beforeAll(async () => {
    const kept = async () => {
      storage = await make();
      return storage;
    };
    world = await World.start(kept);
    for (const state of ['EST', 'CAN', 'FIN']) await consents(world, state, 'OSCE');
    await consents(world, 'CAN', 'OAS', { mode: 'REVIEW' });
  });
  afterAll(() => world.stop());

  it('is opened with all it holds, and no address stands in clear in it from then on', async () => {
    const known = async () => ({
      contacts: await contactsOf(world.state('CAN'), 'CAN'),
      entries: await allEntriesOf(world.custodian, 'OAS'),
    });
    const before = await known();
    const emails = [
      ...before.contacts.flatMap(({ emails: own }) => own),
      ...before.entries.flatMap(({ emails: own }) => own),
    ];
    expect(emails.length).toBeGreaterThan(20);
    const inClear = async () => {
      const bytes = await storedBytes(storage.location);
      return emails.filter((email) => bytes.includes(email));
    };
    await world.restart({}, async () => {
      for (const { model, sealing } of parts) {
        const database = await openDatabase(model, storage.location);
        await unseal(database, sealing);
        // In clear it may not even be looked at: closing is all that is left to do.
        await database.close();
      }
      expect(await inClear()).toEqual(emails);
    });
    expect(await known()).toEqual(before);
    expect(await inClear()).toEqual([]);
  });
});
