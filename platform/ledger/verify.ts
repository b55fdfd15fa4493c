import { Between, type EntityManager, MoreThan } from 'typeorm';
import type { Instant } from '../clock/clock.ts';
import { beginningOf, hashOf } from './chain.ts';
import { type Checkpoint, isSigned } from './checkpoint.ts';
import type { Restore } from './restores.ts';
import { checkpointOfRow } from './seal.ts';
import { LedgerCheckpointRow, LedgerRow } from './storage.ts';

/** Something is wrong with a ledger. */
export interface Finding {
  /** The first row that is not what it was; null where it is not a row that is at fault. */
  readonly row: number | null;
  /** What, in words for a person. */
  readonly problem: string;
}

/** @see Restore, with what the operator said of it, where that is on record. */
export type ToldRestore = Pick<Restore, 'seq' | 'at' | 'takenAt'> & { readonly said: string | null };

export interface LedgerReport {
  readonly ledger: string;
  /** How many rows stand the test. */
  readonly rows: number;
  readonly checkpoints: number;
  readonly lastCheckpoint: { readonly seq: number; readonly at: Instant } | null;
  readonly finding: Finding | null;
  /** When its storage was restored from a backup, the first time first. */
  readonly restores: readonly ToldRestore[];
}

/** Checkpoints of one ledger kept outside its database, by row. */
export type Anchors = ReadonlyMap<number, readonly Checkpoint[]>;

/** More that rows of some kind must agree with, such as an index over them. Asked without rows once the end is reached. */
export type RowsCheck = (manager: EntityManager, rows: readonly LedgerRow[]) => Promise<Finding | null>;

const rowsAtOnce = 500;

/**
 * Walks a ledger from its beginning, some rows at a time: the chain, its numbers, the checkpoints in the database and those
 * kept outside. Stops at the first row that is at fault.
 * @param manager of a transaction that sees the database as it stands at one moment
 * @param publicKey the key whose checkpoints count
 */
export async function verifyLedger(
  manager: EntityManager,
  ledger: string,
  publicKey: string | null,
  anchors: Anchors,
  alsoCheck: RowsCheck = async () => null,
): Promise<Omit<LedgerReport, 'restores'>> {
  let seq = 0;
  let hash = beginningOf(ledger);
  let checkpoints = 0;
  let lastCheckpoint: LedgerReport['lastCheckpoint'] = null;
  const report = (finding: Finding | null) => ({
    ledger,
    rows: seq,
    checkpoints,
    lastCheckpoint,
    finding,
  });

  for (;;) {
    const rows = await manager.find(LedgerRow, {
      where: { seq: MoreThan(seq) },
      order: { seq: 'ASC' },
      take: rowsAtOnce,
    });
    const last = rows.at(-1);
    if (!last) break;
    const sealed = await checkpointsOf(manager, ledger, seq + 1, last.seq);
    for (const row of rows) {
      const wrong = brokenLink(ledger, row, seq + 1, hash);
      if (wrong) return report(wrong);
      const kept = sealed.get(row.seq);
      for (const checkpoint of [...(kept ? [kept] : []), ...(anchors.get(row.seq) ?? [])]) {
        const contradicted = contradiction(checkpoint, row, publicKey);
        if (contradicted) return report(contradicted);
      }
      seq = row.seq;
      hash = row.hash;
      if (!kept) continue;
      checkpoints += 1;
      lastCheckpoint = { seq, at: kept.at };
    }
    const finding = await alsoCheck(manager, rows);
    if (finding) return report(finding);
  }

  if ((await manager.count(LedgerRow)) !== seq)
    return report({ row: null, problem: `the table holds rows that are numbered below 1` });
  const beyond = [
    ...(await checkpointsOf(manager, ledger, seq + 1, Number.MAX_SAFE_INTEGER)).values(),
    ...[...anchors].filter(([at]) => at > seq).flatMap(([, some]) => some),
  ].sort((one, other) => one.seq - other.seq);
  const missing = beyond.at(-1);
  if (missing)
    return report({
      row: seq + 1,
      problem: `it is missing, with all after it: at ${missing.at} there were ${missing.seq} rows`,
    });
  return report(await alsoCheck(manager, []));
}

function brokenLink(ledger: string, row: LedgerRow, expected: number, previous: string): Finding | null {
  if (row.seq !== expected) return { row: expected, problem: 'it is missing' };
  if (sealOf(ledger, row) !== row.hash)
    return { row: row.seq, problem: 'it was altered: its hash is not that of its contents' };
  if (row.previous_hash !== previous)
    return {
      row: row.seq,
      problem: 'it does not follow the row before it: one of the two was put in, moved or rewritten',
    };
  return null;
}

/** Null where a column holds what no ledger writes. */
function sealOf(ledger: string, row: LedgerRow): string | null {
  try {
    return hashOf(ledger, row);
  } catch {
    return null;
  }
}

function contradiction(checkpoint: Checkpoint, row: LedgerRow, publicKey: string | null): Finding | null {
  const signedBy = `the checkpoint of ${checkpoint.at} at this row`;
  if (checkpoint.publicKey !== publicKey)
    return { row: row.seq, problem: `${signedBy} is signed with a key that is not the ledgers' own` };
  if (!isSigned(checkpoint))
    return { row: row.seq, problem: `${signedBy} has a signature that does not hold` };
  if (checkpoint.hash !== row.hash)
    return {
      row: row.seq,
      problem: `it is not the row that was sealed at ${checkpoint.at}: it, or one before it, was rewritten with all that follow`,
    };
  return null;
}

async function checkpointsOf(
  manager: EntityManager,
  ledger: string,
  from: number,
  to: number,
): Promise<Map<number, Checkpoint>> {
  const rows = await manager.find(LedgerCheckpointRow, {
    where: { seq: to === Number.MAX_SAFE_INTEGER ? MoreThan(from - 1) : Between(from, to) },
    order: { seq: 'ASC' },
  });
  return new Map(rows.map((row) => [row.seq, checkpointOfRow(ledger, row)]));
}
