import type { LedgerEntry } from '../../platform/ledger/append.ts';
import type { HeldDecisionRequest } from './decide-held.ts';
import type { PullRow } from './storage/tables.ts';

/** A directory's ledger, and its storage, by name. */
export const ledgerOf = (code: string): string => code.toLowerCase();

/** What a pull or a submission brought about; null where it brought nothing about. */
export function pullAct(
  code: string,
  pull: PullRow,
  position: { from: number; to: number },
): LedgerEntry | null {
  const { number, outcome, requested_by, added, changed, removed } = pull;
  if (outcome === 'UNCHANGED' || outcome === 'FAILED') return null;
  return {
    kind: outcome === 'HELD' ? 'pull.held' : 'pull.accepted',
    subjects: { pull: `${code}-${number}` },
    payload: {
      outcome,
      requestedBy: requested_by,
      read: pull.read_count,
      added,
      changed,
      removed,
      setAside: pull.set_aside,
      // The changes that it published, by their numbers in the feed.
      feedAfter: position.from,
      feedTo: position.to,
    },
  };
}

/** What the custodian decided on a held pull. */
export function decisionAct(
  decision: 'approved' | 'rejected',
  { pull, decidedBy }: HeldDecisionRequest,
  keys: readonly string[],
): LedgerEntry {
  return {
    kind: `pull.${decision}`,
    subjects: { pull },
    payload: { decidedBy, entries: [...new Set(keys)] },
  };
}
