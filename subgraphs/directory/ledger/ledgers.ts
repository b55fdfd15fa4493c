import type { StoredLedger } from '../../../platform/ledger/last-checkpoints.ts';
import type { DirectoryParts } from '../parts.ts';
import { directoryLedger } from './tell.ts';

/** The directory's ledgers: of what is done, and of what is read. */
export const ledgersOf = ({ database, readings }: DirectoryParts): readonly StoredLedger[] => [
  { name: directoryLedger, database },
  readings,
];
