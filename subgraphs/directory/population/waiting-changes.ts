import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../../platform/clock/clock.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';
import { type EntryOfState, entryKey, type NewProposal } from './draft-terms.ts';

/** The changes of a draft that wait for a state's yes: at most one for each entry. */
export class WaitingChanges {
  readonly #now: Instant;
  readonly #newId: () => string;
  readonly #rows = new Set<ProposalRow>();
  readonly #ofEntry = new Map<string, ProposalRow[]>();
  readonly touched = new Set<ProposalRow>();
  readonly added = new Set<ProposalRow>();

  constructor(rows: readonly ProposalRow[], now: Instant, newId: () => string) {
    this.#now = now;
    this.#newId = newId;
    for (const row of rows) this.#add(row);
  }

  #add(row: ProposalRow): void {
    this.#rows.add(row);
    const key = entryKey(row);
    this.#ofEntry.set(key, [...(this.#ofEntry.get(key) ?? []), row]);
  }

  all(): ProposalRow[] {
    return [...this.#rows].filter(({ status }) => status === 'WAITING');
  }

  of(entry: EntryOfState): ProposalRow | undefined {
    return this.#ofEntry.get(entryKey(entry))?.find(({ status }) => status === 'WAITING');
  }

  /** @returns whether anybody can see a difference */
  propose(proposal: NewProposal): boolean {
    const waiting = this.of(proposal);
    if (waiting && isSameQuestion(waiting, proposal)) {
      const isKnown = isDeepStrictEqual({ ...waiting }, { ...waiting, ...proposal });
      Object.assign(waiting, proposal);
      if (!isKnown) this.touched.add(waiting);
      return false;
    }
    this.supersede(proposal, 'A newer change of the same entry took its place.');
    const row: ProposalRow = {
      id: this.#newId(),
      seq: 0,
      dates: null,
      ...proposal,
      status: 'WAITING',
      created_at: this.#now,
      decided_at: null,
      decided_by: null,
      decision_reason: null,
    };
    this.#add(row);
    this.touched.add(row);
    this.added.add(row);
    return true;
  }

  /** @returns whether anybody can see a difference */
  supersede(entry: EntryOfState, reason: string): boolean {
    const waiting = this.of(entry);
    if (!waiting) return false;
    waiting.status = 'SUPERSEDED';
    waiting.decided_at = this.#now;
    waiting.decision_reason = reason;
    // A question about a contact shows all its values, and they may rest on other consents, which end without it.
    if (waiting.kind !== 'ADD') waiting.changes = [];
    this.touched.add(waiting);
    return true;
  }
}

function isSameQuestion(waiting: ProposalRow, proposal: NewProposal): boolean {
  return (
    waiting.kind === proposal.kind &&
    waiting.cause === proposal.cause &&
    waiting.consent_id === proposal.consent_id &&
    waiting.contact_id === proposal.contact_id &&
    isDeepStrictEqual(waiting.changes, proposal.changes)
  );
}
