import { nothingTelling } from '../contacts/claims.ts';
import { compareContacts } from '../contacts/order.ts';
import type { Draft } from '../population/draft.ts';
import { compareEntries } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';

/** What a draft would do, counted as a state sees it. Each contact counts once: as added, as merged, or as changed. */
export interface Preview {
  readonly add: number;
  /** Contacts that were there, and would change or go. */
  readonly change: number;
  /** Contacts that were there, and would be copied from one more entry. */
  readonly merge: number;
  readonly wait: number;
  readonly proposals: ProposalRow[];
  readonly contacts: ContactRow[];
  readonly leftOut: LeftOutEntry[];
}

/** An entry that a consent covers and of which no contact is made. */
export interface LeftOutEntry {
  readonly directory: string;
  readonly sourceKey: string;
  readonly reason: string;
}

export function leftOutOf(draft: Draft): LeftOutEntry[] {
  return [...draft.leftOut.values()]
    .sort(compareEntries)
    .map(({ directory, source_key }) => ({ directory, sourceKey: source_key, reason: nothingTelling }));
}

export function previewOf(draft: Draft): Preview {
  const counted = new Set([...draft.addedContacts, ...draft.mergedContacts].map(({ id }) => id));
  const told = new Set(draft.revisions.map(({ contact_id }) => contact_id));
  const proposals = [...draft.addedProposals].filter(({ status }) => status === 'WAITING');
  return {
    add: draft.addedContacts.size,
    change: [...told].filter((id) => !counted.has(id)).length,
    merge: draft.mergedContacts.size,
    wait: proposals.length,
    proposals,
    contacts: [...draft.touchedContacts]
      .filter(({ removed_at }) => removed_at === null)
      .sort(compareContacts),
    leftOut: leftOutOf(draft),
  };
}
