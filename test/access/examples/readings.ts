import type { Examples } from '../example.ts';

/** Who read contact details, and the checkpoints of the ledgers that say so. */
export const readings: Examples = {
  'State.readings': {},
  'State.{directory}EntryReadings': { mayBeEmpty: true },
  'Query.ledgerCheckpoints': { mayBeEmpty: true },
  'RegionalSource.ledgerCheckpoints': { mayBeEmpty: true },
};
