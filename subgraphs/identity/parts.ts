import type { EntityManager } from 'typeorm';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { EndedSessions } from '../../platform/identity/ended-sessions.ts';
import { appendToLedger, type LedgerEntry } from '../../platform/ledger/append.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Passwords } from './credentials/passwords.ts';
import { identityPart } from './storage/model.ts';

/** What operations on accounts work with. */
export interface IdentityParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly passwords: Passwords;
  readonly ended: EndedSessions;
  /** Where people reach the product, without a trailing slash: what links begin with. */
  readonly publicUrl: string;
  /** The codes of the regional directories, whose organisations may have service clients. */
  readonly directories: readonly string[];
}

/** Writes what happened into the ledger, in the transaction in which it happens. */
export async function record(
  manager: EntityManager,
  { clock }: Pick<IdentityParts, 'clock'>,
  ...entries: LedgerEntry[]
): Promise<void> {
  await appendToLedger(manager, identityPart, clock, entries);
}
