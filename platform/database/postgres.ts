import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { Ambient } from '../ambient/ambient.ts';
import type { KeyRing } from '../encryption/key-ring.ts';
import { bindSealedColumns } from '../encryption/sealed-columns.ts';
import { sealingOf } from '../encryption/sealing.ts';
import { allowSealing, tablesSealed } from '../encryption/sealing-migration.ts';
import { type Database, type PostgresLocation, type StorageModel, usualPoolSize } from './database.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { connectionOf } from './postgres-url.ts';
import { openRevisionRow } from './revision-row.ts';
import { StatementLogger } from './statements.ts';
import {
  holdTurns,
  makeSchema,
  makeTurns,
  migrationTurn,
  takeTurnIn,
  turnsClient,
  writerTurn,
} from './turns.ts';

/** Where a part's schema is made that a restore then puts in its place. */
export const stagedSchema = (part: string): string => `restoring_${part}`;

/** By this name the sessions of a part are known to the server. */
export const sessionsOf = (part: string): string => `crosspoint ${part}`;

/** Whoever rarely has more than one thing under way needs no more. */
const fewConnections = 2;

/**
 * A session that has begun a transaction and says nothing for so long is ended by the server: of a machine that is gone, nobody
 * else would tell it, and the others would wait for their turn to write.
 */
const longestSilenceMilliseconds = 60_000;

/** How many connections a storage has in one process at the most. */
export function connectionsFor(model: Pick<StorageModel, 'connections'>, poolSize = usualPoolSize): number {
  return model.connections === 'few' ? Math.min(fewConnections, poolSize) : poolSize;
}

/** A write transaction under way, and whether what it changes can be seen in answers. */
interface Turn {
  readonly manager: EntityManager;
  seen: boolean;
}

/** One schema for the part. Writers of all instances take turns, in this process before they take a connection. */
export async function openPostgres(
  model: StorageModel,
  { url, poolSize }: PostgresLocation,
  keys: KeyRing,
): Promise<Database> {
  const schema = model.part;
  const { connectionString, ...session } = connectionOf(url, schema, sessionsOf(schema));
  const statements = new StatementLogger(schema);
  const source = new DataSource({
    type: 'postgres',
    url: connectionString,
    schema,
    entities: [...model.entities],
    migrations: [...model.migrations],
    logger: statements,
    extra: {
      ...session,
      max: connectionsFor(model, poolSize),
      idle_in_transaction_session_timeout: longestSilenceMilliseconds,
      keepAlive: true,
    },
  });
  const asking = new pg.Pool({ connectionString, ...session, max: 1, keepAlive: true });
  // A connection that breaks while nobody asks is made anew for who asks next.
  asking.on('error', () => undefined);
  const { bound, revision } = await migrateAlone(url, schema, async (keepWritersOut) => {
    await source.initialize();
    allowSealing(source, model.part, keys);
    const columns = bindSealedColumns(source, model.part, keys);
    if (await source.showMigrations()) await keepWritersOut();
    const migrated = await source.runMigrations({ transaction: 'each' });
    // Clear text that was replaced still stands in the tables' files as dead rows.
    for (const table of tablesSealed(source)) await source.query(`VACUUM FULL ${pg.escapeIdentifier(table)}`);
    return { bound: columns, revision: await openRevisionRow(source, asking, migrated.length > 0) };
  });

  const writers = new OneAtATime();
  const current = new Ambient<Turn>();
  const writing =
    (seen: boolean): Database['write'] =>
    (work) => {
      const joined = current.get();
      if (joined) {
        joined.seen ||= seen;
        return work(joined.manager);
      }
      return writers.run(() =>
        source.transaction((manager) => {
          const turn = { manager, seen };
          return current.run(turn, async () => {
            await takeTurnIn(manager, writerTurn(schema));
            statements.forgetWritesOf(manager);
            const done = await work(manager);
            if (turn.seen && statements.hasWritten(manager)) await revision.raise(manager);
            return done;
          });
        }),
      );
    };
  const access: Pick<Database, 'read' | 'write' | 'writeUnseen'> = {
    read: (work) => work(current.get()?.manager ?? source.manager),
    write: writing(true),
    writeUnseen: writing(false),
  };
  return {
    kind: 'postgres',
    ...access,
    revision: revision.get,
    sealing: sealingOf(source, keys, bound, access),
    close: async () => {
      await writers.idle();
      await asking.end();
      await source.destroy();
    },
  };
}

/**
 * Instances that start together migrate one after the other, and the later ones find it done. While a schema is migrated, no
 * instance of the version before writes in it.
 */
async function migrateAlone<T>(
  url: string,
  schema: string,
  migrate: (keepWritersOut: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const holder = await turnsClient(url);
  try {
    await makeTurns(holder, [migrationTurn(schema), writerTurn(schema)]);
    const holdToo = await holdTurns(holder, [migrationTurn(schema)]);
    // Others see what is made only outside the transaction that holds the turn.
    const maker = await turnsClient(url);
    await makeSchema(maker, schema).finally(() => maker.end());
    return await migrate(() => holdToo(writerTurn(schema)));
  } finally {
    await holder.end();
  }
}
