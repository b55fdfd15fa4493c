import type { Database } from '../database/database.ts';
import { badInput } from '../errors/problem.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointOfRow } from './seal.ts';
import { LedgerCheckpointRow } from './storage.ts';

const mostAtOnce = 200;

/** A ledger by its name, and where it is. */
export interface StoredLedger {
  readonly name: string;
  readonly database: Database;
}

/** The last checkpoints of each ledger, the newest first: for whoever wants to keep some. @throws Problem BAD_USER_INPUT */
export async function lastCheckpoints(
  ledgers: readonly StoredLedger[],
  first: number,
): Promise<Checkpoint[]> {
  if (first < 1 || first > mostAtOnce) throw badInput('first', `Ask for 1 to ${mostAtOnce} of each ledger.`);
  const found = ledgers.map(async ({ name, database }) => {
    const rows = await database.read((manager) =>
      manager.find(LedgerCheckpointRow, { order: { seq: 'DESC' }, take: first }),
    );
    return rows.map((row) => checkpointOfRow(name, row));
  });
  return (await Promise.all(found)).flat();
}
