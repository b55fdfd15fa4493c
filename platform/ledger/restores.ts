import { type EntityManager, MoreThan } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../clock/clock.ts';
import { theProduct } from './actor.ts';
import type { LedgerEntry } from './append.ts';
import { type Checkpoint, isSigned } from './checkpoint.ts';
import { digestOfText } from './digest-of-text.ts';
import type { StatedRestores } from './restore-statements.ts';
import { LedgerCheckpointRow, LedgerRow } from './storage.ts';
import type { RowsCheck } from './verify.ts';

const restoredKind = 'storage.restored';

const Told = z.object({
  takenAt: z.string(),
  rows: z.number().int().nonnegative(),
  lastSealedAt: z.string().nullable(),
  reason: z.string(),
});

/** That a ledger's storage was restored from a backup, as the row after those of the backup tells it. */
export interface Restore {
  readonly seq: number;
  readonly at: Instant;
  /** When the backup was made. */
  readonly takenAt: Instant;
  /** When the ledger was last sealed in the backup; null where it never was. */
  readonly lastSealedAt: Instant | null;
  /** The digest of what the operator said (`digestOfText`). */
  readonly reason: string;
  /** The checkpoint at this very row. */
  readonly checkpoint: Checkpoint;
}

/** What a restore is told by. @param before where the ledger was known to end, outside the backup */
export function restoredEntry(
  { takenAt, rows, lastSealedAt, reason }: z.infer<typeof Told>,
  before: { readonly seq: number; readonly hash: string } | null,
): LedgerEntry {
  return {
    kind: restoredKind,
    actor: theProduct('restore'),
    payload: { takenAt, rows, lastSealedAt, reason: digestOfText(reason), before },
  };
}

/**
 * The restores that a ledger tells of, the first one first. Only those count that a signed statement outside the database names,
 * and whose row the ledgers' key sealed: who may write to the database, and has no key, cannot pass off a tail that was cut off
 * as a restore.
 */
export async function restoresOf(
  manager: EntityManager,
  ledger: string,
  publicKey: string | null,
  stated: StatedRestores,
): Promise<Restore[]> {
  const sealed = await sealedRestores(manager, ledger, publicKey);
  return sealed.filter(({ checkpoint }) => stated.names(ledger, checkpoint));
}

/** Those whose row the ledgers' key sealed, whether or not a statement names them. */
export async function sealedRestores(
  manager: EntityManager,
  ledger: string,
  publicKey: string | null,
): Promise<Restore[]> {
  const rows = await manager.find(LedgerRow, { where: { kind: restoredKind }, order: { seq: 'ASC' } });
  const found = rows.map(async ({ seq, at, hash, payload }): Promise<Restore[]> => {
    const sealed = await manager.findOneBy(LedgerCheckpointRow, { seq, hash });
    const told = Told.safeParse(jsonOf(payload));
    if (!sealed || !told.success || sealed.public_key !== publicKey || at > sealed.at) return [];
    const checkpoint: Checkpoint = {
      ledger,
      seq,
      hash,
      at: sealed.at,
      publicKey: sealed.public_key,
      signature: sealed.signature,
    };
    return isSigned(checkpoint) ? [{ seq, at, ...told.data, checkpoint }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Whether a checkpoint is of what a restore took back: of what came after the backup and before the restore. */
export function isUndone({ at }: Checkpoint, { at: restoredAt, lastSealedAt }: Restore): boolean {
  return at < restoredAt && (lastSealedAt === null || at > lastSealedAt);
}

/** The first row after another one that tells of a restore which no signed statement names: nobody with the key restored. */
export async function unstatedRestore(
  manager: EntityManager,
  ledger: string,
  stated: StatedRestores,
  after: number,
): Promise<LedgerRow | undefined> {
  const where = { kind: restoredKind, seq: MoreThan(after) };
  const rows = await manager.find(LedgerRow, { where, order: { seq: 'ASC' } });
  return rows.find((row) => !stated.names(ledger, row));
}

/** Finds a row that tells of a restore which no signed statement names. */
export function checkRestores(ledger: string, stated: StatedRestores): RowsCheck {
  return async (_manager, rows) => {
    const unstated = rows.find((row) => row.kind === restoredKind && !stated.names(ledger, row));
    if (!unstated) return null;
    return {
      row: unstated.seq,
      problem:
        'it tells of a restore that no signed line of ledger-restores.jsonl names: it was put in, or that file lost lines',
    };
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
