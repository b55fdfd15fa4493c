import type { Database, StorageLocation, StorageModel } from './database.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** Opens a part's storage and migrates it to the newest version. */
export function openDatabase(model: StorageModel, location: StorageLocation): Promise<Database> {
  switch (location.kind) {
    case 'sqlite':
      return openSqlite(model, location.folder);
    case 'postgres':
      return openPostgres(model, location.url);
  }
}
