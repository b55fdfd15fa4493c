import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { EntityManager } from 'typeorm';

// Whose turn it is, among all instances, is a row that each one updates first: the database lets the next one go on when the
// transaction of the one before has ended, however it ended. An advisory lock would do the same on PostgreSQL, but not on every
// database that speaks its protocol; and on one that reads an older snapshot than it should, updating fails where merely locking
// the row would let a stale reading pass.

const table = 'crosspoint.turn';
const takeTurn = `UPDATE ${table} SET taken = taken + 1 WHERE name = $1`;

/** What two that make the same thing at once may be told by the database: the second finds it made. */
const madeAtOnce = new Set(['23505', '42P06', '42P07', '42710', '40001', 'XX000']);
const tries = 20;
const pauseMilliseconds = 50;

/** Whoever has it is the one that migrates a schema, or restores it. */
export const migrationTurn = (schema: string): string => `migration of ${schema}`;
/** Whoever has it is the one that writes in a schema. */
export const writerTurn = (schema: string): string => `writer of ${schema}`;

/** A connection to make and to hold turns by; ending it lets go of them. */
export async function turnsClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'crosspoint turns' });
  // A connection that breaks while nothing is asked of it would otherwise end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Makes turns that can be taken, where they are not there yet. */
export async function makeTurns(client: pg.Client, names: readonly string[]): Promise<void> {
  await makeSchema(client, 'crosspoint');
  await make(
    client,
    `CREATE TABLE IF NOT EXISTS ${table} (name varchar NOT NULL PRIMARY KEY, taken bigint NOT NULL)`,
  );
  const insert = `INSERT INTO ${table} (name, taken) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING`;
  for (const name of names) await make(client, insert, [name]);
}

export async function makeSchema(client: pg.Client, schema: string): Promise<void> {
  await make(client, `CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`);
}

async function make(client: pg.Client, statement: string, values: string[] = []): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(statement, values);
      return;
    } catch (error) {
      if (attempt === tries || !(error instanceof pg.DatabaseError) || !madeAtOnce.has(error.code ?? ''))
        throw error;
      await setTimeout(pauseMilliseconds);
    }
  }
}

/**
 * Waits for turns, in the order given, and holds them until the connection ends, or this process.
 * @returns what waits for one more
 */
export async function holdTurns(
  client: pg.Client,
  names: readonly string[],
): Promise<(more: string) => Promise<void>> {
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  // What is done meanwhile is done by other connections, and may take long.
  await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
  const take = async (name: string) => {
    await client.query(takeTurn, [name]);
  };
  for (const name of names) await take(name);
  return take;
}

/** Waits for the turn and has it until the transaction ends. To be the first that the transaction does. */
export async function takeTurnIn(manager: EntityManager, name: string): Promise<void> {
  await manager.query(takeTurn, [name]);
}
