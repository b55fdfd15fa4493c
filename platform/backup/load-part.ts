import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { isIndexDigest, isSealed, keyIdOf } from '../encryption/key-ring.ts';
import { BackupError, type StoredPart, type StoredTable, tableFile } from './manifest.ts';
import { Value } from './values.ts';

const Row = z.array(Value);
/** Both databases take more; that many rows of a table of thirty columns are one statement. */
const valuesAtOnce = 6000;

/**
 * Writes the rows of a part into its tables, which are made and empty.
 * @param hasKey whether an encryption key is given, by its id
 * @throws BackupError where a value stands under a key that is not given
 */
export async function loadPart(
  database: Database,
  folder: string,
  { part, tables }: StoredPart,
  hasKey: (keyId: string) => boolean,
): Promise<void> {
  await database.write(async (manager) => {
    for (const table of tables) {
      // What a migration put in is in the backup too.
      const name = manager.connection.driver.escape(table.table);
      const [some] = await manager.query<unknown[]>(`SELECT 1 FROM ${name} LIMIT 1`);
      if (some !== undefined) await manager.query(`DELETE FROM ${name}`);
      const atOnce = Math.max(1, Math.floor(valuesAtOnce / table.columns.length));
      let batch: Value[][] = [];
      for await (const line of createInterface({
        input: createReadStream(tableFile(folder, part, table.table), 'utf8'),
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        const row = Row.parse(JSON.parse(line));
        for (const value of row) checkKey(value, `${part}.${table.table}`, hasKey);
        if (batch.push(row) < atOnce) continue;
        await insert(manager, table, batch);
        batch = [];
      }
      if (batch.length > 0) await insert(manager, table, batch);
    }
  });
}

function checkKey(value: Value, place: string, hasKey: (keyId: string) => boolean): void {
  if (typeof value !== 'string' || !(isSealed(value) || isIndexDigest(value))) return;
  const keyId = keyIdOf(value);
  if (keyId !== null && !hasKey(keyId))
    throw new BackupError(
      `${place} is encrypted under the key ${keyId}, which is not given. Put it into ENCRYPTION_KEYS, after the current one.`,
    );
}

async function insert(
  manager: EntityManager,
  { table, columns }: StoredTable,
  rows: readonly (readonly Value[])[],
): Promise<void> {
  const { driver, options } = manager.connection;
  const isPostgres = options.type === 'postgres';
  const values: Value[] = [];
  const place = (value: Value): string => {
    // SQLite keeps a truth value as 0 or 1.
    values.push(typeof value === 'boolean' && !isPostgres ? Number(value) : value);
    return isPostgres ? `$${values.length}` : '?';
  };
  const lines = rows.map((row) => `(${row.map(place).join(', ')})`);
  const names = columns.map((column) => driver.escape(column)).join(', ');
  await manager.query(`INSERT INTO ${driver.escape(table)} (${names}) VALUES ${lines.join(', ')}`, values);
}
