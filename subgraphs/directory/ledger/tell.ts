import type { EntityManager } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { appendToLedger, clockAt, type LedgerEntry } from '../../../platform/ledger/append.ts';

/** The directory's ledger, and its storage, by name. */
export const directoryLedger = 'directory';

/** Tells the ledger what is done in this transaction. */
export async function tellLedger(
  manager: EntityManager,
  at: Instant,
  entries: readonly LedgerEntry[],
): Promise<void> {
  await appendToLedger(manager, directoryLedger, clockAt(at), entries);
}
