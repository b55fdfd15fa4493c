import DataLoader from 'dataloader';
import type { EntityManager } from 'typeorm';
import type { Database } from './database.ts';

/** A statement has room for about 32,000 parameters on SQLite. */
const mostKeysAtOnce = 5_000;

/** What a loader of lists reads, and whose each row is. */
export interface Lists<K, R> {
  rowsOf(manager: EntityManager, keys: readonly K[]): Promise<R[]>;
  /** The text of the key that a row belongs to. */
  belongs(row: R): string;
  keyText(key: K): string;
  /** Whether what was read is read again by the same request. */
  readonly cache: boolean;
}

/** Lists of rows by a key: all that are asked for at once are read by one statement, and dealt out. */
export function listLoader<K, R>(
  database: Database,
  { rowsOf, belongs, keyText, cache }: Lists<K, R>,
): DataLoader<K, R[]> {
  return new DataLoader<K, R[]>(
    async (keys) => {
      const byKey = new Map<string, R[]>();
      for (const row of await database.read((manager) => rowsOf(manager, keys))) {
        const list = byKey.get(belongs(row));
        if (list) list.push(row);
        else byKey.set(belongs(row), [row]);
      }
      return keys.map((key) => byKey.get(keyText(key)) ?? []);
    },
    { cache, maxBatchSize: mostKeysAtOnce },
  );
}

/** The same by a key that is a text, never remembered: what a request has changed, it reads anew. */
export const freshLists = <R>(
  database: Database,
  belongs: (row: R) => string,
  rowsOf: (manager: EntityManager, keys: string[]) => Promise<R[]>,
): DataLoader<string, R[]> =>
  listLoader<string, R>(database, {
    rowsOf: (manager, keys) => rowsOf(manager, [...new Set(keys)]),
    belongs,
    keyText: (key) => key,
    cache: false,
  });
