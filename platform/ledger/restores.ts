import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../clock/clock.ts';
import { theProduct } from './actor.ts';
import type { LedgerEntry } from './append.ts';
import { type Checkpoint, isSigned } from './checkpoint.ts';
import { LedgerCheckpointRow, LedgerRow } from './storage.ts';

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
  /** The digest of what the operator said (`digestOfReason`). */
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
    payload: { takenAt, rows, lastSealedAt, reason: digestOfReason(reason), before },
  };
}

/** A person wrote it freely: the ledger holds what proves it, and not the text. */
export const digestOfReason = (reason: string): string =>
  `sha256:${createHash('sha256').update(reason, 'utf8').digest('hex')}`;

/**
 * The restores that a ledger tells of, the first one first. Only those count whose row the ledgers' key sealed: who may write to
 * the database, and has no key, cannot pass off a tail that was cut off as a restore.
 */
export async function restoresOf(
  manager: EntityManager,
  ledger: string,
  publicKey: string | null,
): Promise<Restore[]> {
  const rows = await manager.find(LedgerRow, { where: { kind: restoredKind }, order: { seq: 'ASC' } });
  const found = rows.map(async ({ seq, at, hash, payload }): Promise<Restore[]> => {
    const sealed = await manager.findOneBy(LedgerCheckpointRow, { seq, hash });
    const told = Told.safeParse(jsonOf(payload));
    if (!sealed || !told.success || sealed.public_key !== publicKey) return [];
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

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
