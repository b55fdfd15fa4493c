import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { LedgerRow } from '../ledger/storage.ts';
import type { Finding, RowsCheck } from '../ledger/verify.ts';
import { countByState, type Reading, readingKind, readingsOf } from './reading.ts';

const IndexRow = z.object({
  ledger_seq: z.number(),
  state: z.string(),
  at: z.string(),
  readings: z.number(),
});
const IndexRows = z.array(IndexRow);

/** The index of readings names just what the ledger's rows tell: otherwise a state's report would lack a reading, or invent one. */
export const checkReadingIndex: RowsCheck = async (manager, rows) => {
  try {
    const [first, last] = [rows[0], rows.at(-1)];
    return first && last ? await disagreement(manager, rows, first.seq, last.seq) : await outside(manager);
  } catch {
    return { row: null, problem: 'the index of readings cannot be read: its table is gone, or altered' };
  }
};

async function disagreement(
  manager: EntityManager,
  rows: readonly LedgerRow[],
  from: number,
  to: number,
): Promise<Finding | null> {
  const between = `ledger_seq >= ${from} AND ledger_seq <= ${to}`;
  const found = IndexRows.safeParse(
    await manager.query(`SELECT ledger_seq, state, at, readings FROM reading WHERE ${between}`),
  );
  if (!found.success)
    return {
      row: null,
      problem: `the index of readings holds a line for rows ${from} to ${to} that is none`,
    };
  const indexed = new Map<number, string[]>();
  for (const { ledger_seq, state, at, readings } of found.data)
    indexed.set(ledger_seq, [...(indexed.get(ledger_seq) ?? []), JSON.stringify([state, at, readings])]);
  for (const { seq, kind, payload, at } of rows) {
    const told = kind === readingKind ? readReadings(payload) : [];
    if (!told) return { row: seq, problem: 'the readings that it tells of cannot be read' };
    const expected = [...countByState(told)].map(([state, count]) => JSON.stringify([state, at, count]));
    const lines = indexed.get(seq) ?? [];
    if (lines.length !== expected.length || expected.some((line) => !lines.includes(line)))
      return {
        row: seq,
        problem: 'the index of readings does not name what it tells: a line was taken out, put in or altered',
      };
    indexed.delete(seq);
  }
  return indexed.size === 0 ? null : ofNoRow;
}

const ofNoRow: Finding = {
  row: null,
  problem: 'the index of readings holds a line of no row: it was put in',
};

async function outside(manager: EntityManager): Promise<Finding | null> {
  const lines: unknown[] = await manager.query(
    'SELECT 1 FROM reading WHERE ledger_seq < 1 OR ledger_seq > (SELECT COALESCE(MAX(seq), 0) FROM ledger) LIMIT 1',
  );
  return lines.length === 0 ? null : ofNoRow;
}

/** Null where a row holds what no ledger of readings writes. */
function readReadings(payload: string): Reading[] | null {
  try {
    return readingsOf(payload);
  } catch {
    return null;
  }
}
