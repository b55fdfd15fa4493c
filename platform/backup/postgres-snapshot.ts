import pg from 'pg';
import { z } from 'zod';
import { revisionTable } from '../database/revision-row.ts';
import type { Snapshot, SnapshotPart, SnapshotTable } from './snapshot.ts';
import { migrationsTable, portable } from './values.ts';

const rowsAtOnce = 500;

const Columns = z.array(z.object({ part: z.string(), table: z.string(), columns: z.array(z.string()) }));
const Migrations = z.array(z.object({ name: z.string() }));

/** Reads all schemas in one transaction, which sees the database as it stands at its beginning and holds nobody up. */
export async function postgresSnapshot(url: string, parts: readonly string[]): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: url, application_name: 'crosspoint backup' });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query(
      `SELECT table_schema::text AS part, table_name::text AS table,
              array_agg(column_name::text ORDER BY ordinal_position) AS columns
       FROM information_schema.columns WHERE table_schema = ANY($1) GROUP BY 1, 2 ORDER BY 1, 2`,
      [parts],
    );
    const tables = Columns.parse(rows);
    const found: SnapshotPart[] = [];
    for (const part of parts) {
      const own = tables.filter((table) => table.part === part);
      if (!own.some(({ table }) => table === migrationsTable)) continue;
      const run = await client.query(
        `SELECT name FROM ${pg.escapeIdentifier(part)}.${migrationsTable} ORDER BY id`,
      );
      found.push({
        part,
        migrations: Migrations.parse(run.rows).map(({ name }) => name),
        tables: own
          .filter(({ table }) => table !== migrationsTable && table !== revisionTable)
          .map(({ table, columns }) => tableIn(client, part, table, columns)),
      });
    }
    return { parts: found, close: () => client.end() };
  } catch (error) {
    await client.end();
    throw error;
  }
}

function tableIn(client: pg.Client, part: string, table: string, columns: readonly string[]): SnapshotTable {
  const names = columns.map((name) => pg.escapeIdentifier(name)).join(', ');
  const from = `${pg.escapeIdentifier(part)}.${pg.escapeIdentifier(table)}`;
  return {
    table,
    columns,
    async *rows() {
      await client.query(`DECLARE backup NO SCROLL CURSOR FOR SELECT ${names} FROM ${from}`);
      for (;;) {
        const { rows } = await client.query<unknown[]>({
          text: `FETCH FORWARD ${rowsAtOnce} FROM backup`,
          rowMode: 'array',
        });
        if (rows.length === 0) break;
        yield rows.map((row) => row.map((value, at) => portable(value, `${part}.${table}.${columns[at]}`)));
      }
      await client.query('CLOSE backup');
    },
  };
}
