import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { Ambient } from '../ambient/ambient.ts';
import type { KeyRing } from '../encryption/key-ring.ts';
import { bindSealedColumns } from '../encryption/sealed-columns.ts';
import { sealingOf } from '../encryption/sealing.ts';
import { allowSealing, tablesSealed } from '../encryption/sealing-migration.ts';
import type { Database, StorageModel } from './database.ts';

/** Where a part's schema is made that a restore then puts in its place. */
export const stagedSchema = (part: string): string => `restoring_${part}`;

/** Whoever holds it keeps others from opening the schema. */
export const migrationLockOf = (schema: string): string => `crosspoint migration of ${schema}`;
/** By this name the sessions of a part are known to the server. */
export const sessionsOf = (part: string): string => `crosspoint ${part}`;

/** One schema for the part. Writers of all instances take turns by a lock that ends with the transaction. */
export async function openPostgres(model: StorageModel, url: string, keys: KeyRing): Promise<Database> {
  const schema = model.part;
  const writerLock = `crosspoint writer of ${schema}`;
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    entities: [...model.entities],
    migrations: [...model.migrations],
    applicationName: sessionsOf(schema),
    extra: { max: 10, options: `-c search_path=${schema}` },
  });
  const bound = await migrateAlone(url, schema, async () => {
    await source.initialize();
    allowSealing(source, model.part, keys);
    const columns = bindSealedColumns(source, model.part, keys);
    await source.runMigrations({ transaction: 'each' });
    // Clear text that was replaced still stands in the tables' files as dead rows.
    for (const table of tablesSealed(source)) await source.query(`VACUUM FULL ${pg.escapeIdentifier(table)}`);
    return columns;
  });

  const current = new Ambient<EntityManager>();
  const access: Pick<Database, 'read' | 'write'> = {
    read: (work) => work(current.get() ?? source.manager),
    write: (work) => {
      const joined = current.get();
      if (joined) return work(joined);
      return source.transaction((manager) =>
        current.run(manager, async () => {
          await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [writerLock]);
          return work(manager);
        }),
      );
    },
  };
  return {
    kind: 'postgres',
    ...access,
    sealing: sealingOf(source, keys, bound, access),
    close: () => source.destroy(),
  };
}

/** Instances that start together migrate one after the other. */
async function migrateAlone<T>(url: string, schema: string, migrate: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [migrationLockOf(schema)]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`);
    return await migrate();
  } finally {
    await client.end();
  }
}
