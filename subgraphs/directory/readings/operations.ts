import type { Checkpoint } from '../../../platform/ledger/checkpoint.ts';
import { lastCheckpoints } from '../../../platform/ledger/last-checkpoints.ts';
import { type ReadingsPage, type ReadingsQuery, readingsReports } from '../../../platform/readings/report.ts';
import { ledgersOf } from '../ledger/ledgers.ts';
import type { DirectoryParts } from '../parts.ts';

/** What of the ledgers can be asked for. */
export interface LedgerOperations {
  /** Who was shown a state's contact details, the last first. */
  readingsOf(query: ReadingsQuery): Promise<ReadingsPage>;
  /** The last of each of the directory's ledgers. */
  ledgerCheckpoints(first: number): Promise<readonly Checkpoint[]>;
}

export const ledgerOperations = (parts: DirectoryParts): LedgerOperations => ({
  readingsOf: readingsReports(parts.readings),
  ledgerCheckpoints: (first) => lastCheckpoints(ledgersOf(parts), first),
});
