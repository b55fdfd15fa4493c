import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type SqliteFile from 'better-sqlite3';
import { decideRestore, restoredParts, stagingFolder, takeRestored } from '../database/restored-files.ts';
import { lockForThisProcess, openSqlite } from '../database/sqlite.ts';
import type { KeyRing } from '../encryption/key-ring.ts';
import type { Staging } from './staging.ts';

/** A folder beside the files in use, which are locked. */
export function sqliteStaging(folder: string, keys: KeyRing, parts: readonly string[]): Staging {
  mkdirSync(folder, { recursive: true });
  const staged = stagingFolder(folder);
  const locks: SqliteFile.Database[] = [];
  const unlock = () => {
    for (const lock of locks) lock.close();
  };
  try {
    for (const part of new Set([...parts, ...restoredParts(folder)]))
      locks.push(lockForThisProcess(folder, part));
    // One that was broken off at its last step is finished first, and one that was not that far is gone.
    for (const part of restoredParts(folder)) takeRestored(folder, part);
    rmSync(staged, { recursive: true, force: true });
  } catch (error) {
    unlock();
    throw error;
  }
  return {
    occupied: parts.filter((part) => existsSync(join(folder, `${part}.sqlite`))),
    open: (model) => openSqlite(model, staged, keys),
    take: async () => {
      for (const file of readdirSync(staged)) if (!file.endsWith('.sqlite')) rmSync(join(staged, file));
      decideRestore(folder);
    },
    release: async () => {
      rmSync(staged, { recursive: true, force: true });
      unlock();
    },
  };
}
