import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import pg from 'pg';
import type { StorageLocation } from '../../platform/database/database.ts';

/** A connection of the test's own to the storage of a part, beside the product's. */
export interface Beside {
  run(text: string, parameters?: readonly unknown[]): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

export async function besideOf(location: StorageLocation, part: string): Promise<Beside> {
  if (location.kind === 'sqlite') {
    const file = new SqliteFile(join(location.folder, `${part}.sqlite`), { timeout: 5_000 });
    return {
      run: async (text, parameters = []) => {
        const statement = file.prepare(text);
        return statement.reader ? statement.all(...parameters) : [statement.run(...parameters)];
      },
      close: async () => {
        file.close();
      },
    };
  }
  const client = new pg.Client({ connectionString: location.url, options: `-c search_path=${part}` });
  await client.connect();
  return {
    run: async (text, parameters = []) => (await client.query(text, [...parameters])).rows,
    close: () => client.end(),
  };
}
