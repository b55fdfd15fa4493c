import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { askedOnce } from './asked-once.ts';
import { newRevision, type Revision } from './revision.ts';

const Rows = z.tuple([z.object({ name: z.string() })]);

/** Made anew where it is missing, and of no meaning elsewhere: no backup holds it. */
export const revisionTable = 'part_revision';

/** Named, so that the server reads it once for each connection. */
const question = { name: 'revision', text: `SELECT name FROM ${revisionTable}` };

/** The revision of storage that many processes write to: one row, written anew by each transaction that changes anything. */
export interface RevisionRow {
  /** Asked of the database each time, for all that ask meanwhile: what another process has committed before counts. */
  get(): Promise<Revision>;
  /** The last statement of a transaction. */
  raise(manager: EntityManager): Promise<void>;
}

/**
 * @param asking connections for nothing else, so that no answer waits behind a writer or a long reader
 * @param migrated whether tables were made or altered just now
 */
export async function openRevisionRow(
  source: DataSource,
  asking: pg.Pool,
  migrated: boolean,
): Promise<RevisionRow> {
  await source.query(
    `CREATE TABLE IF NOT EXISTS ${revisionTable} (id integer PRIMARY KEY CHECK (id = 1), name varchar NOT NULL)`,
  );
  const onConflict = migrated ? 'DO UPDATE SET name = EXCLUDED.name' : 'DO NOTHING';
  await source.query(
    `INSERT INTO ${revisionTable} (id, name) VALUES (1, $1) ON CONFLICT (id) ${onConflict}`,
    [newRevision()],
  );
  const raise = `UPDATE ${revisionTable} SET name = $1 WHERE id = 1`;
  return {
    get: askedOnce(async () => {
      const { rows } = await asking.query(question);
      return Rows.parse(rows)[0].name;
    }),
    raise: async (manager) => {
      await manager.query(raise, [newRevision()]);
    },
  };
}
