import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { StorageLocation } from '../database/database.ts';
import { stagedSchema } from '../database/postgres.ts';
import { connectionOf } from '../database/postgres-url.ts';
import { refuseUnfinishedRestore } from '../database/restored-files.ts';
import { ledgerEntities } from './storage.ts';

/** The names of all storages that hold a ledger, in their order. Nothing is locked: a running server goes on. */
export async function storedLedgers(location: StorageLocation): Promise<string[]> {
  return location.kind === 'sqlite' ? ledgersIn(location.folder) : ledgersOn(location.url);
}

/** Reads one storage as it stands at one moment, and migrates, locks and changes nothing. */
export async function readingStored<T>(
  location: StorageLocation,
  name: string,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const source = sourceOf(location, name);
  await source.initialize();
  try {
    return await (location.kind === 'postgres'
      ? source.transaction('REPEATABLE READ', work)
      : source.transaction(work));
  } finally {
    await source.destroy();
  }
}

function sourceOf(location: StorageLocation, name: string): DataSource {
  const entities = [...ledgerEntities];
  if (location.kind === 'sqlite')
    return new DataSource({
      type: 'better-sqlite3',
      database: join(location.folder, `${name}.sqlite`),
      entities,
      readonly: true,
      fileMustExist: true,
    });
  const { connectionString, ...session } = connectionOf(location.url, name, 'crosspoint verify');
  return new DataSource({
    type: 'postgres',
    url: connectionString,
    schema: name,
    entities,
    extra: { ...session, max: 1 },
  });
}

/** A file that is no database any more may have held a ledger: whoever reads on says what is wrong with it. */
const unreadable = 'unreadable';

async function ledgersIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  refuseUnfinishedRestore(folder);
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.sqlite'))
    .map((file) => file.slice(0, -'.sqlite'.length))
    .sort();
  const found: string[] = [];
  for (const name of names) {
    const holds = await readingStored({ kind: 'sqlite', folder }, name, (manager) =>
      manager.query<unknown[]>("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name LIKE 'ledger%'"),
    ).catch(() => [unreadable]);
    if (holds.length > 0) found.push(name);
  }
  return found;
}

async function ledgersOn(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      // What a restore is being made in is nobody's storage yet.
      "SELECT DISTINCT table_schema AS name FROM information_schema.tables WHERE table_name LIKE 'ledger%' AND left(table_schema, length($1)) <> $1 ORDER BY 1",
      [stagedSchema('')],
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
