import type { EntityManager, MigrationInterface } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { adapterStorage } from '../../adapters/pipeline/schema.ts';
import { FindByIndex as InAdapters } from '../../adapters/pipeline/storage/find-by-index.ts';
import type { StorageModel } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { findOutboxByIndex } from '../../platform/outbox/find-by-index.ts';
import { FindByIndex as InDirectory } from '../../subgraphs/directory/storage/find-by-index.ts';
import { FindEntriesByIndex } from '../../subgraphs/directory/storage/find-entries-by-index.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { FindByIndex as InIdentity } from '../../subgraphs/identity/storage/find-by-index.ts';
import { identityStorage } from '../../subgraphs/identity/storage/model.ts';
import { databases } from '../support/databases.ts';

type IndexesByTable = Readonly<Record<string, readonly string[]>>;

const changes: readonly {
  readonly model: StorageModel;
  readonly migration: new () => MigrationInterface;
  readonly indices: IndexesByTable;
  readonly before?: IndexesByTable;
}[] = [
  {
    model: directoryStorage,
    migration: InDirectory,
    indices: { proposal: ['proposal_of_state'], contact_notice: ['notice_by_day'] },
  },
  {
    model: directoryStorage,
    migration: FindEntriesByIndex,
    indices: { entry_outcome: ['entry_outcome_of_entry'], entry_decision: ['entry_decision_of_entry'] },
    before: { entry_outcome: ['entry_outcome_of_directory'] },
  },
  {
    model: directoryStorage,
    migration: findOutboxByIndex(1700000006610),
    indices: {
      outbox_event: ['outbox_event_kept', 'outbox_event_open'],
      outbox_message: ['outbox_message_kept'],
    },
  },
  {
    model: identityStorage,
    migration: InIdentity,
    indices: {
      session: ['session_by_use'],
      ended_session: ['ended_session_by_end'],
      attempt: ['attempt_by_time'],
      service_client: ['service_client_of_directory'],
    },
  },
  {
    model: adapterStorage('TST'),
    migration: InAdapters,
    indices: { entry: ['entry_of_state_in_order'] },
    before: { entry: ['entry_of_state'] },
  },
];

/** One row, whatever is in it. */
async function addRow(manager: EntityManager, table: string): Promise<void> {
  const metadata = manager.dataSource.entityMetadatas.find(({ tableName }) => tableName === table);
  const columns = metadata?.columns.filter(({ isNullable }) => !isNullable) ?? [];
  const values = columns.map(({ type }) => (type === 'integer' ? '1' : type === 'boolean' ? 'false' : "'x'"));
  const names = columns.map(({ databaseName }) => `"${databaseName}"`);
  await manager.query(`INSERT INTO "${table}" (${names.join(', ')}) VALUES (${values.join(', ')})`);
}

async function indicesOf(manager: EntityManager, table: string): Promise<string[]> {
  const found = await manager.queryRunner?.getTable(table);
  return (found?.indices ?? []).flatMap(({ name }) => name ?? []).sort();
}

describe.each(databases)('the indexes of $name', ({ make }) => {
  it.each(changes)(
    'of $model.part, $migration.name: can be taken away and added with data, which stays',
    async ({ model, migration: Migration, indices, before = {} }) => {
      const storage = await make();
      const database = await openDatabase(model, storage.location);
      await database.write(async (manager) => {
        const { queryRunner } = manager;
        if (!queryRunner) throw new Error('not in a transaction');
        for (const [table, added] of Object.entries(indices)) {
          await addRow(manager, table);
          expect(await indicesOf(manager, table)).toEqual(expect.arrayContaining([...added]));
        }
        const rows = () =>
          Promise.all(Object.keys(indices).map((table) => manager.query(`SELECT * FROM "${table}"`)));
        const stored = await rows();
        await new Migration().down(queryRunner);
        for (const [table, added] of Object.entries(indices)) {
          const left = await indicesOf(manager, table);
          expect(left.filter((name) => added.includes(name))).toEqual([]);
          expect(left).toEqual(expect.arrayContaining([...(before[table] ?? [])]));
        }
        expect(await rows()).toEqual(stored);
        await new Migration().up(queryRunner);
        for (const [table, added] of Object.entries(indices)) {
          const again = await indicesOf(manager, table);
          expect(again).toEqual(expect.arrayContaining([...added]));
          expect(again.filter((name) => before[table]?.includes(name))).toEqual([]);
        }
        expect(await rows()).toEqual(stored);
      });
      await database.close();
      await storage.drop();
    },
  );
});
