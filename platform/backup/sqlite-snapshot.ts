import { existsSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { refuseUnfinishedRestore } from '../database/restored-files.ts';
import type { Snapshot, SnapshotPart, SnapshotTable } from './snapshot.ts';
import { migrationsTable, portable, type Value } from './values.ts';

const rowsAtOnce = 500;

/** Reads each file in a transaction of its own: in write-ahead mode that neither waits for the server nor holds it up. */
export function sqliteSnapshot(folder: string, parts: readonly string[]): Snapshot {
  refuseUnfinishedRestore(folder);
  const files = new Map<string, SqliteFile.Database>();
  const close = async () => {
    for (const file of files.values()) file.close();
  };
  try {
    for (const part of parts) {
      const path = join(folder, `${part}.sqlite`);
      if (!existsSync(path)) continue;
      const file = new SqliteFile(path, { readonly: true, fileMustExist: true });
      files.set(part, file);
      file.exec('BEGIN');
      file.prepare('SELECT COUNT(*) FROM sqlite_master').get(); // the transaction's moment is that of its first reading
    }
    return { parts: [...files].flatMap(([part, file]) => partIn(part, file)), close };
  } catch (error) {
    void close();
    throw error;
  }
}

/** None where the part's process died before it had made its first table. */
function partIn(part: string, file: SqliteFile.Database): SnapshotPart[] {
  const tables = file
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('sqlite_'));
  if (!tables.includes(migrationsTable)) return [];
  const migrations = file.prepare<[], { name: string }>('SELECT name FROM migrations ORDER BY id').all();
  return [
    {
      part,
      migrations: migrations.map(({ name }) => name),
      tables: tables.filter((name) => name !== migrationsTable).map((table) => tableIn(part, table, file)),
    },
  ];
}

function tableIn(part: string, table: string, file: SqliteFile.Database): SnapshotTable {
  const columns = file
    .prepare<[], { name: string; type: string }>(`PRAGMA table_info("${table}")`)
    .all()
    .map(({ name, type }) => ({
      name,
      isBoolean: type.toLowerCase() === 'boolean',
      place: `${part}.${table}.${name}`,
    }));
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  return {
    table,
    columns: columns.map(({ name }) => name),
    async *rows() {
      let batch: Value[][] = [];
      for (const row of file.prepare<[], unknown[]>(`SELECT ${names} FROM "${table}"`).raw().iterate()) {
        const values = columns.map(({ isBoolean, place }, index) => {
          const value = portable(row[index], place);
          // SQLite keeps a truth value as 0 or 1.
          return isBoolean && value !== null ? value !== 0 : value;
        });
        if (batch.push(values) < rowsAtOnce) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
  };
}
