import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import pg from 'pg';
import type { StorageLocation } from '../../platform/database/database.ts';

/** Lets the database itself refuse to write a table from now on, as a full disk would. @returns what lifts it again */
export async function refuseWrites(location: StorageLocation, table: string): Promise<() => Promise<void>> {
  if (location.kind === 'sqlite') {
    const run = (statement: string) => {
      const file = new SqliteFile(join(location.folder, 'directory.sqlite'));
      file.exec(statement);
      file.close();
    };
    for (const event of ['INSERT', 'UPDATE'])
      run(
        `CREATE TRIGGER refuse_${event} BEFORE ${event} ON ${table} BEGIN SELECT RAISE(ABORT, 'refused by the test'); END`,
      );
    return async () => run('DROP TRIGGER refuse_INSERT; DROP TRIGGER refuse_UPDATE');
  }
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: location.url, options: '-c search_path=directory' });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused by the test'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`);
  return () => run(`DROP TRIGGER refuse ON ${table}; DROP FUNCTION refuse`);
}
