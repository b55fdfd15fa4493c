import type { Database, Storage, StorageModel } from '../database/database.ts';
import { postgresStaging } from './postgres-staging.ts';
import { sqliteStaging } from './sqlite-staging.ts';

/** Where a restore makes parts beside those in use. Nobody else can open these as long as it is held. */
export interface Staging {
  /** Which of the parts are there already. */
  readonly occupied: readonly string[];
  /** Opens a part that holds nothing yet, with the tables of the model. */
  open(model: StorageModel): Promise<Database>;
  /** In one step, all parts take the places of those in use. They must be closed. */
  take(): Promise<void>;
  /** Lets go; what was made and not taken is gone. */
  release(): Promise<void>;
}

/** @throws StorageInUse where a server has one of the parts */
export async function stageRestore(storage: Storage, parts: readonly string[]): Promise<Staging> {
  return storage.kind === 'sqlite'
    ? sqliteStaging(storage.folder, storage.keys, parts)
    : postgresStaging(storage, storage.keys, parts);
}
