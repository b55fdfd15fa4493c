import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../platform/config/config.ts';
import type { Storage, StorageModel } from '../platform/database/database.ts';
import { openDatabase } from '../platform/database/open.ts';
import { StorageInUse, sqliteKeysInUse } from '../platform/database/sqlite.ts';
import { configuredKeys } from '../platform/encryption/configured-keys.ts';
import type { KeyUse } from '../platform/encryption/sealing.ts';
import { storageModels } from './storage-models.ts';

/**
 * Brings what is at rest under the current key, and says how many values of each part stand under which.
 * @returns how many values need an older key still
 */
export async function rotateKeys(config: Config, say: (line: string) => void): Promise<number> {
  const keys = await configuredKeys(config);
  const storage: Storage = { ...config.storage, keys };
  let old = 0;
  for (const model of storageModels()) {
    if (!isThere(model, storage)) continue;
    for (const { keyId, values } of await underWhichKeys(model, storage)) {
      const isCurrent = keyId === keys.current.id;
      if (!isCurrent) old += values;
      say(`${model.part}: ${values} values under the ${isCurrent ? 'current' : 'older'} key ${keyId}`);
    }
  }
  say(
    old === 0
      ? 'Nothing needs an older key: what follows the first one may be left out. Keep an older key as long as you keep backups from its time.'
      : `${old} values need an older key still. A server that was started with the new key first seals them anew by itself; run this again.`,
  );
  return old;
}

const isThere = ({ part }: StorageModel, storage: Storage): boolean =>
  storage.kind === 'postgres' || existsSync(join(storage.folder, `${part}.sqlite`));

/** Seals a part's values anew; where a running server has the file, that server does, and this only looks. */
async function underWhichKeys(model: StorageModel, storage: Storage): Promise<readonly KeyUse[]> {
  try {
    const database = await openDatabase(model, storage);
    try {
      await database.sealing.reseal(new AbortController().signal);
      return await database.sealing.keysInUse();
    } finally {
      await database.close();
    }
  } catch (error) {
    if (!(error instanceof StorageInUse) || storage.kind !== 'sqlite') throw error;
    return sqliteKeysInUse(model, storage.folder, storage.keys);
  }
}
