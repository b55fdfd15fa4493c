import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { DataSource, type EntityManager } from 'typeorm';
import type { Database, StorageModel } from './database.ts';

/**
 * Takes the part's file for this process alone, until the process ends, however it ends: the operating system lets go of
 * the lock. Two writing processes would each believe themselves the only one.
 */
function lockForThisProcess(folder: string, part: string): SqliteFile.Database {
  const lock = new SqliteFile(join(folder, `${part}.lock`), { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    throw new Error(
      `Another Crosspoint process uses ${join(folder, `${part}.sqlite`)}. Stop it, or give this one its own DATA_DIR; ` +
        'for many instances on the same data use PostgreSQL (DATABASE_URL).',
      { cause },
    );
  }
}

/** One writing connection behind a queue, and one that only reads, on the same file in write-ahead mode. */
export async function openSqlite(model: StorageModel, folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const lock = lockForThisProcess(folder, model.part);
  const database = join(folder, `${model.part}.sqlite`);
  const entities = [...model.entities];
  const writer = new DataSource({
    type: 'better-sqlite3',
    database,
    entities,
    migrations: [...model.migrations],
    migrationsRun: true,
    enableWAL: true,
    prepareDatabase: (file: SqliteFile.Database) => {
      file.pragma('synchronous = FULL');
    },
  });
  const reader = new DataSource({
    type: 'better-sqlite3',
    database,
    entities,
    readonly: true,
    fileMustExist: true,
  });
  try {
    await writer.initialize();
    await reader.initialize();
  } catch (error) {
    if (writer.isInitialized) await writer.destroy();
    lock.close();
    throw error;
  }

  const current = new AsyncLocalStorage<EntityManager>();
  let queue: Promise<unknown> = Promise.resolve();
  return {
    kind: 'sqlite',
    read: (work) => work(current.getStore() ?? reader.manager),
    write: (work) => {
      const joined = current.getStore();
      if (joined) return work(joined);
      const turn = queue.then(() =>
        writer.transaction((manager) => current.run(manager, () => work(manager))),
      );
      queue = turn.catch(() => undefined);
      return turn;
    },
    close: async () => {
      await queue;
      await reader.destroy();
      await writer.destroy();
      lock.close();
    },
  };
}
