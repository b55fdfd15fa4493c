import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';

/** What is stored of some states: their contacts, the entries those are copied from, and what waits. */
export interface StoredStates {
  readonly contacts: readonly ContactRow[];
  readonly sources: readonly CopySourceRow[];
  /** Waiting ones only. */
  readonly proposals: readonly ProposalRow[];
}

/** Who changes a contact, on whose authority, and why where that is not plain. */
export interface Act {
  readonly actor: string;
  readonly authority: string | null;
  readonly reason?: string;
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
>;

/** An entry, as one state's copy of it is known. */
export interface EntryOfState {
  readonly iso3: string;
  readonly directory: string;
  readonly source_key: string;
}
