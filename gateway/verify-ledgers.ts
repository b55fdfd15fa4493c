import type { Config } from '../platform/config/config.ts';
import type { LedgerReport } from '../platform/ledger/verify.ts';
import { verifyStorage } from '../platform/ledger/verify-storage.ts';
import { isReadingsLedger } from '../platform/readings/storage.ts';
import { checkReadingIndex } from '../platform/readings/verify-index.ts';

/** Verifies every ledger in the configured storage. @param given a file of checkpoints that somebody kept */
export const verifyLedgers = (config: Config, given?: string): Promise<LedgerReport[]> =>
  verifyStorage(
    { storage: config.storage, folder: config.ledgerDirectory, keyFolder: config.keys.ledger, given },
    (ledger) => (isReadingsLedger(ledger) ? checkReadingIndex : undefined),
  );
