import type { Database, Storage, StorageModel } from './database.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/**
 * Opens a part's storage and migrates it to the newest version.
 * @throws SealedValueError where it holds values under a key that is not given
 */
export async function openDatabase(model: StorageModel, storage: Storage): Promise<Database> {
  const database = await opened(model, storage);
  try {
    await database.sealing.keysInUse();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function opened(model: StorageModel, storage: Storage): Promise<Database> {
  switch (storage.kind) {
    case 'sqlite':
      return openSqlite(model, storage.folder, storage.keys);
    case 'postgres':
      return openPostgres(model, storage, storage.keys);
  }
}
