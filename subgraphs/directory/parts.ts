import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { badInput } from '../../platform/errors/problem.ts';
import type { LedgerSeal } from '../../platform/ledger/seal.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Messaging } from '../../platform/outbox/parts.ts';
import type { ReadingsLedger } from '../../platform/readings/readings-ledger.ts';
import type { WebhookNetwork } from '../../platform/webhooks/network.ts';
import type { RegionalAdapter } from './population/regional-adapter.ts';
import type { AuthorityLookup } from './submissions/authorities.ts';

/** What every operation of the directory works with. */
export interface DirectoryParts {
  readonly database: Database;
  /** Who was shown which contact details. */
  readonly readings: ReadingsLedger;
  /** What signs checkpoints and receipts; null where nothing is to be signed. */
  readonly seal: LedgerSeal | null;
  readonly clock: Clock;
  readonly log: Log;
  /** By code, in the order of their codes. */
  readonly adapters: ReadonlyMap<string, RegionalAdapter>;
  /** Where organisations' webhooks may go. */
  readonly webhookNetwork: WebhookNetwork;
  /** How people are written to. */
  readonly messaging: Messaging;
  /** Whether a state has an authority that can sign in. */
  readonly authorities: AuthorityLookup;
}

/** @throws Problem BAD_USER_INPUT at `field` where no such directory is followed */
export function adapterOf(parts: DirectoryParts, code: string, field: string): RegionalAdapter {
  const adapter = parts.adapters.get(code.trim().toUpperCase());
  if (adapter) return adapter;
  const known = [...parts.adapters.keys()].join(', ');
  throw badInput(field, `There is no directory "${code.slice(0, 40)}". Use one of: ${known}.`);
}
