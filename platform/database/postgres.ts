import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { Database, StorageModel } from './database.ts';

/** One schema for the part. Writers of all instances take turns by a lock that ends with the transaction. */
export async function openPostgres(model: StorageModel, url: string): Promise<Database> {
  const schema = model.part;
  const writerLock = `crosspoint writer of ${schema}`;
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    entities: [...model.entities],
    migrations: [...model.migrations],
    applicationName: `crosspoint ${schema}`,
    extra: { max: 10, options: `-c search_path=${schema}` },
  });
  await migrateAlone(url, schema, async () => {
    await source.initialize();
    await source.runMigrations({ transaction: 'each' });
  });

  const current = new AsyncLocalStorage<EntityManager>();
  return {
    kind: 'postgres',
    read: (work) => work(current.getStore() ?? source.manager),
    write: (work) => {
      const joined = current.getStore();
      if (joined) return work(joined);
      return source.transaction((manager) =>
        current.run(manager, async () => {
          await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [writerLock]);
          return work(manager);
        }),
      );
    },
    close: () => source.destroy(),
  };
}

/** Instances that start together migrate one after the other. */
async function migrateAlone(url: string, schema: string, migrate: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [
      `crosspoint migration of ${schema}`,
    ]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`);
    await migrate();
  } finally {
    await client.end();
  }
}
