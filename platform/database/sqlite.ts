import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { Ambient } from '../ambient/ambient.ts';
import type { KeyRing } from '../encryption/key-ring.ts';
import { type BoundColumn, bindSealedColumns } from '../encryption/sealed-columns.ts';
import { type KeyUse, keysInUse, sealingOf } from '../encryption/sealing.ts';
import { allowSealing, tablesSealed } from '../encryption/sealing-migration.ts';
import type { Database, StorageModel } from './database.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { takeRestored } from './restored-files.ts';
import { OwnRevision } from './revision.ts';
import { StatementLogger } from './statements.ts';

/** Another process has the part's file. */
export class StorageInUse extends Error {
  override name = 'StorageInUse';
}

/**
 * Takes the part's file for this process alone, until the process ends, however it ends: the operating system lets go of
 * the lock. Two writing processes would each believe themselves the only one.
 */
export function lockForThisProcess(folder: string, part: string): SqliteFile.Database {
  const lock = new SqliteFile(join(folder, `${part}.lock`), { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    throw new StorageInUse(
      `Another Crosspoint process uses ${join(folder, `${part}.sqlite`)}. Stop it, or give this one its own DATA_DIR; ` +
        'for many instances on the same data use PostgreSQL (DATABASE_URL).',
      { cause },
    );
  }
}

/** One writing connection behind a queue, and one that only reads, on the same file in write-ahead mode. */
export async function openSqlite(model: StorageModel, folder: string, keys: KeyRing): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const lock = lockForThisProcess(folder, model.part);
  takeRestored(folder, model.part);
  const database = join(folder, `${model.part}.sqlite`);
  const isNew = !existsSync(database);
  const entities = [...model.entities];
  let rowsChanged = () => 0;
  const writer = new DataSource({
    type: 'better-sqlite3',
    database,
    entities,
    migrations: [...model.migrations],
    enableWAL: true,
    logger: new StatementLogger(model.part),
    prepareDatabase: (file: SqliteFile.Database) => {
      file.pragma('synchronous = FULL');
      // What is deleted or written anew is overwritten, not merely given up.
      file.pragma('secure_delete = ON');
      const changes = file.prepare('SELECT total_changes()').pluck();
      rowsChanged = () => z.number().parse(changes.get());
    },
  });
  const reader = readerOf(model, folder);
  let bound: BoundColumn[];
  try {
    await writer.initialize();
    allowSealing(writer, model.part, keys);
    bound = bindSealedColumns(writer, model.part, keys);
    await writer.runMigrations();
    await eraseRemains(writer, isNew);
    await reader.initialize();
    bindSealedColumns(reader, model.part, keys);
  } catch (error) {
    if (writer.isInitialized) await writer.destroy();
    lock.close();
    throw error;
  }

  const { read, write, writeUnseen, revision, idle } = oneWriter(writer, reader, () => rowsChanged());
  return {
    kind: 'sqlite',
    read,
    write,
    writeUnseen,
    revision,
    sealing: sealingOf(writer, keys, bound, { read, write }),
    close: async () => {
      await idle();
      await reader.destroy();
      await writer.destroy();
      lock.close();
    },
  };
}

function readerOf(model: StorageModel, folder: string): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    database: join(folder, `${model.part}.sqlite`),
    entities: [...model.entities],
    readonly: true,
    fileMustExist: true,
    logger: new StatementLogger(model.part),
  });
}

/** The keys that the values of a part stand under, read beside the process that has its file. */
export async function sqliteKeysInUse(
  model: StorageModel,
  folder: string,
  keys: KeyRing,
): Promise<readonly KeyUse[]> {
  const reader = await readerOf(model, folder).initialize();
  try {
    return await keysInUse(reader.manager, keys, bindSealedColumns(reader, model.part, keys));
  } finally {
    await reader.destroy();
  }
}

/** A write transaction under way, and whether what it changes can be seen in answers. */
interface Turn {
  readonly manager: EntityManager;
  seen: boolean;
}

/** @param rowsChanged how many rows the writing connection has changed so far */
function oneWriter(writer: DataSource, reader: DataSource, rowsChanged: () => number) {
  const current = new Ambient<Turn>();
  const revision = new OwnRevision();
  const writers = new OneAtATime();

  async function alone<T>(seen: boolean, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const before = rowsChanged();
    try {
      return await writer.transaction(async (manager) => {
        const turn = { manager, seen };
        const done = await current.run(turn, () => work(manager));
        if (turn.seen && rowsChanged() !== before) revision.unsettle();
        return done;
      });
    } finally {
      revision.settle();
    }
  }
  const writing =
    (seen: boolean): Database['write'] =>
    (work) => {
      const joined = current.get();
      if (joined) {
        joined.seen ||= seen;
        return work(joined.manager);
      }
      return writers.run(() => alone(seen, work));
    };
  const access: Pick<Database, 'read' | 'write' | 'writeUnseen' | 'revision'> = {
    read: (work) => work(current.get()?.manager ?? reader.manager),
    write: writing(true),
    writeUnseen: writing(false),
    revision: () => revision.get(),
  };
  return { ...access, idle: () => writers.idle() };
}

const erasedVersion = 1;

/**
 * Clear text from before values were sealed may remain in pages given up long ago, and in the write-ahead log: both are
 * made anew, once. The file's own version number tells that it was done.
 */
async function eraseRemains(writer: DataSource, isNew: boolean): Promise<void> {
  const [{ user_version: version }] = z
    .tuple([z.object({ user_version: z.number() })])
    .parse(await writer.query('PRAGMA user_version'));
  if (version >= erasedVersion && tablesSealed(writer).length === 0) return;
  if (!isNew) {
    await writer.query('VACUUM');
    await writer.query('PRAGMA wal_checkpoint(TRUNCATE)');
  }
  await writer.query(`PRAGMA user_version = ${erasedVersion}`);
}
