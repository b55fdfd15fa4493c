import { z } from 'zod';
import type { RowsCheck } from '../ledger/verify.ts';
import { countByState, readingKind, readingsOf } from './reading.ts';

const IndexRow = z.object({
  ledger_seq: z.number(),
  state: z.string(),
  at: z.string(),
  readings: z.number(),
});

/** The index of readings names just what the ledger's rows tell: otherwise a state's report would lack a reading, or invent one. */
export const checkReadingIndex: RowsCheck = async (manager, rows) => {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return null;
  const between = `ledger_seq >= ${first.seq} AND ledger_seq <= ${last.seq}`;
  const found = z
    .array(IndexRow)
    .parse(await manager.query(`SELECT ledger_seq, state, at, readings FROM reading WHERE ${between}`));
  const indexed = new Map<number, Set<string>>();
  for (const { ledger_seq, state, at, readings } of found) {
    const lines = indexed.get(ledger_seq) ?? new Set();
    indexed.set(ledger_seq, lines.add(JSON.stringify([state, at, readings])));
  }
  for (const { seq, kind, payload, at } of rows) {
    const told = kind === readingKind ? readingsOf(payload) : [];
    const expected = [...countByState(told)].map(([state, count]) => JSON.stringify([state, at, count]));
    const lines = indexed.get(seq) ?? new Set();
    if (lines.size !== expected.length || expected.some((line) => !lines.has(line)))
      return {
        row: seq,
        problem: 'the index of readings does not name what it tells: a line was taken out, put in or altered',
      };
  }
  return null;
};
