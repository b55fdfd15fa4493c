import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import type { StorageLocation } from '../../platform/database/database.ts';

/** All that a thief of the database has, as Latin-1: its files, or every value of every table. */
export async function storedBytes(location: StorageLocation): Promise<string> {
  return location.kind === 'sqlite' ? filesIn(location.folder) : tablesOf(location.url);
}

function filesIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1')).join('\n');
}

const Columns = z.array(
  z.object({ table_schema: z.string(), table_name: z.string(), column_name: z.string() }),
);
const Values = z.array(z.object({ value: z.string().nullable() }));

async function tablesOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT table_schema, table_name, column_name FROM information_schema.columns
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { table_schema, table_name, column_name } of Columns.parse(rows)) {
      const [schema, table, column] = [table_schema, table_name, column_name].map(pg.escapeIdentifier);
      const values = await client.query(`SELECT ${column}::text AS value FROM ${schema}.${table}`);
      found.push(...Values.parse(values.rows).map(({ value }) => value ?? ''));
    }
    return Buffer.from(found.join('\n'), 'utf8').toString('latin1');
  } finally {
    await client.end();
  }
}
