import type { ConflictRow } from '../storage/conflict-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { EntryDecisionRow } from '../storage/entry-decision-row.ts';
import type { PairDecisionRow } from '../storage/pair-decision-row.ts';
import type { PrecedenceRow } from '../storage/precedence-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';

/** What is stored of some states: their contacts, the entries those are copied from, and what waits. */
export interface StoredStates {
  readonly contacts: readonly ContactRow[];
  readonly sources: readonly CopySourceRow[];
  /** Waiting ones only. */
  readonly proposals: readonly ProposalRow[];
  /** What the states answered about single entries. */
  readonly decisions: readonly EntryDecisionRow[];
  /** What they said of two entries: one point of contact, or two. */
  readonly pairs: readonly PairDecisionRow[];
  readonly precedences: readonly PrecedenceRow[];
  readonly conflicts: readonly ConflictRow[];
}

/** Who changes a contact, on whose authority, and why where that is not plain. */
export interface Act {
  readonly actor: string;
  readonly authority: string | null;
  readonly reason?: string;
  /** The day it happened, `2026-03-01`, where that is not the day it is told. */
  readonly changedOn?: string;
  readonly submission?: Submitted;
}

/** What a state sent the custodian, who entered it on the state's behalf: the submission, and the day on which its note came. */
export interface Submitted {
  readonly id: string;
  readonly notifiedOn: string;
}

export type NewProposal = Pick<
  ProposalRow,
  | 'iso3'
  | 'directory'
  | 'source_key'
  | 'consent_id'
  | 'kind'
  | 'cause'
  | 'reason'
  | 'changes'
  | 'claims'
  | 'withheld'
  | 'contact_id'
  | 'position'
  | 'pull'
> &
  Partial<Pick<ProposalRow, 'dates'>>;

/** What a copy holds of an entry. Without dates, those that it had stay. */
export type Copied = Omit<CopySourceRow, keyof EntryOfState | 'contact_id' | 'dates'> &
  Partial<Pick<CopySourceRow, 'dates'>>;

/** An entry, as one state's copy of it is known. */
export interface EntryOfState {
  readonly iso3: string;
  readonly directory: string;
  readonly source_key: string;
}

export const entryKey = ({ iso3, directory, source_key }: EntryOfState): string =>
  JSON.stringify([iso3, directory, source_key]);

/** In the order of `compareEntries`. */
export function inOrder<Entry extends EntryOfState>(entries: readonly Entry[]): Entry[] {
  const keyed = entries.map((entry) => ({ entry, key: entryKey(entry) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ entry }) => entry);
}

/** One fixed order, so that two runs compose alike. */
export function compareEntries(a: EntryOfState, b: EntryOfState): number {
  const [one, other] = [entryKey(a), entryKey(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
