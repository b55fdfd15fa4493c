import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import type { PostgresLocation } from '../database/database.ts';
import { openPostgres, sessionsOf, stagedSchema } from '../database/postgres.ts';
import { StorageInUse } from '../database/sqlite.ts';
import { holdTurns, makeTurns, migrationTurn, turnsClient } from '../database/turns.ts';
import type { KeyRing } from '../encryption/key-ring.ts';
import type { Staging } from './staging.ts';

const Schemas = z.array(z.object({ part: z.string() }));

const patienceMilliseconds = 2000;
const pollMilliseconds = 100;

/** Schemas of another name, in the same database. Who wants to open one of the parts meanwhile waits. */
export async function postgresStaging(
  location: PostgresLocation,
  keys: KeyRing,
  parts: readonly string[],
): Promise<Staging> {
  const { url } = location;
  const client = new pg.Client({ connectionString: url, application_name: 'crosspoint restore' });
  await client.connect();
  const dropStaged = async () => {
    for (const part of parts)
      await client.query(`DROP SCHEMA IF EXISTS ${pg.escapeIdentifier(stagedSchema(part))} CASCADE`);
  };
  let occupied: string[];
  const turns = await turnsClient(url);
  try {
    await makeTurns(turns, parts.map(migrationTurn));
    await holdTurns(turns, parts.map(migrationTurn));
    await refuseServersFor(patienceMilliseconds, client, parts);
    await dropStaged();
    const { rows } = await client.query(
      'SELECT nspname::text AS part FROM pg_namespace WHERE nspname = ANY($1)',
      [parts],
    );
    occupied = Schemas.parse(rows).map(({ part }) => part);
  } catch (error) {
    await client.end();
    await turns.end();
    throw error;
  }
  return {
    occupied,
    open: (model) => openPostgres({ ...model, part: stagedSchema(model.part) }, location, keys),
    take: async () => {
      await client.query('BEGIN');
      await refuseServers(client, parts);
      for (const part of parts) {
        const schema = pg.escapeIdentifier(part);
        await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
        await client.query(`ALTER SCHEMA ${pg.escapeIdentifier(stagedSchema(part))} RENAME TO ${schema}`);
      }
      await client.query('COMMIT');
    },
    release: async () => {
      await client.query('ROLLBACK'); // of a step that failed
      await dropStaged().finally(async () => {
        await client.end();
        await turns.end();
      });
    },
  };
}

/** PostgreSQL shows a connection for a moment after its server has closed it: what was stopped just now must not be in the way. */
async function refuseServersFor(
  milliseconds: number,
  client: pg.Client,
  parts: readonly string[],
): Promise<void> {
  for (const until = Date.now() + milliseconds; ; await setTimeout(pollMilliseconds)) {
    try {
      return await refuseServers(client, parts);
    } catch (error) {
      if (!(error instanceof StorageInUse) || Date.now() > until) throw error;
    }
  }
}

async function refuseServers(client: pg.Client, parts: readonly string[]): Promise<void> {
  const { rows } = await client.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = ANY($1) LIMIT 1`,
    [parts.map(sessionsOf)],
  );
  if (rows.length > 0)
    throw new StorageInUse('A Crosspoint server uses this database. Stop every one of them, then restore.');
}
