import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../../platform/clock/clock.ts';
import { differences } from '../contacts/changes.ts';
import { type Claims, emptyContent } from '../contacts/claims.ts';
import { type Composition, compose } from '../contacts/compose.ts';
import type { ContactRevisionRow, RevisionAction } from '../storage/contact-revision-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';
import type { Act, EntryOfState, NewProposal, StoredStates } from './draft-terms.ts';

const keyOf = ({ iso3, directory, source_key }: EntryOfState) =>
  JSON.stringify([iso3, directory, source_key]);

/**
 * A change in the making: the stored rows of some states, changed in memory by rules that know nothing of storage. A dry run
 * looks at the outcome; the real run saves it, whole, in one transaction.
 */
export class Draft {
  readonly now: Instant;
  readonly #newId: () => string;
  readonly #contacts = new Map<string, ContactRow>();
  readonly #sources = new Map<string, CopySourceRow>();
  readonly #proposals = new Map<string, ProposalRow>();
  readonly touchedContacts = new Set<ContactRow>();
  readonly addedContacts = new Set<ContactRow>();
  /** Contacts that were there and became a copy of one more entry. */
  readonly mergedContacts = new Set<ContactRow>();
  readonly touchedSources = new Set<CopySourceRow>();
  readonly droppedSources = new Map<string, CopySourceRow>();
  readonly touchedProposals = new Set<ProposalRow>();
  readonly revisions: ContactRevisionRow[] = [];
  /** Whether anybody can see a difference; a caller that changes more than the draft says so itself. */
  visible = false;

  constructor(stored: StoredStates, now: Instant, newId: () => string) {
    this.now = now;
    this.#newId = newId;
    for (const contact of stored.contacts) this.#contacts.set(contact.id, contact);
    for (const source of stored.sources) this.#sources.set(keyOf(source), source);
    for (const proposal of stored.proposals) this.#proposals.set(proposal.id, proposal);
  }

  contactsOf(iso3: string): ContactRow[] {
    return [...this.#contacts.values()].filter((row) => row.iso3 === iso3 && row.removed_at === null);
  }

  contact(id: string): ContactRow | undefined {
    return this.#contacts.get(id);
  }

  source(entry: EntryOfState): CopySourceRow | undefined {
    return this.#sources.get(keyOf(entry));
  }

  /** In the order of their directories, so that two runs compose alike. */
  sourcesOf(contactId: string): CopySourceRow[] {
    return [...this.#sources.values()]
      .filter((source) => source.contact_id === contactId)
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  sourcesUnder(consentId: string): CopySourceRow[] {
    return [...this.#sources.values()].filter((source) => source.consent_id === consentId);
  }

  waiting(): ProposalRow[] {
    return [...this.#proposals.values()].filter(({ status }) => status === 'WAITING');
  }

  waitingFor(entry: EntryOfState): ProposalRow | undefined {
    return this.waiting().find((proposal) => keyOf(proposal) === keyOf(entry));
  }

  /** Whether a contact would be left if this source were not. */
  standsWithout(source: CopySourceRow): boolean {
    const contact = this.#contacts.get(source.contact_id);
    const others = this.sourcesOf(source.contact_id).filter((other) => other !== source);
    return contact !== undefined && compose(contact.direct, others) !== null;
  }

  /** The contact that a new copy of this entry belongs to: the one the state kept of it, or a new one. */
  contactFor(entry: EntryOfState): ContactRow | undefined {
    return this.contactsOf(entry.iso3).find(({ kept_from }) =>
      kept_from.some((kept) => kept.directory === entry.directory && kept.sourceKey === entry.source_key),
    );
  }

  /** Copies an entry, or renews its copy. */
  copy(
    entry: EntryOfState,
    copied: Omit<CopySourceRow, keyof EntryOfState | 'contact_id'>,
    act: Act,
  ): ContactRow {
    const known = this.source(entry);
    if (known) {
      if (known.present !== copied.present || known.consent_id !== copied.consent_id) this.visible = true;
      Object.assign(known, copied);
      this.touchedSources.add(known);
      return this.recompose(known.contact_id, act);
    }
    const merged = this.contactFor(entry);
    const contact = merged ?? this.#newContact(entry.iso3);
    if (merged) this.mergedContacts.add(merged);
    const { iso3, directory, source_key } = entry;
    const source: CopySourceRow = { iso3, directory, source_key, contact_id: contact.id, ...copied };
    this.#sources.set(keyOf(source), source);
    this.droppedSources.delete(keyOf(source));
    this.touchedSources.add(source);
    this.visible = true;
    return this.recompose(contact.id, act);
  }

  /** What a renewed copy of the entry would make of its contact; the draft stays as it is. */
  composedWith(entry: EntryOfState, claims: Claims, consentId: string): Composition | null {
    const known = this.source(entry);
    const contact = known ? this.#contacts.get(known.contact_id) : this.contactFor(entry);
    const others = contact ? this.sourcesOf(contact.id).filter((source) => source !== known) : [];
    return compose(contact?.direct ?? {}, [...others, { ...entry, consent_id: consentId, claims }]);
  }

  markGone(source: CopySourceRow, position: number): void {
    if (source.present) this.visible = true;
    source.present = false;
    source.position = position;
    this.touchedSources.add(source);
  }

  /** Ends the link to an entry; the contact goes if nothing else says what it is. */
  unlink(source: CopySourceRow, act: Act, action?: RevisionAction): ContactRow {
    this.#sources.delete(keyOf(source));
    this.touchedSources.delete(source);
    this.droppedSources.set(keyOf(source), source);
    this.visible = true;
    return this.recompose(source.contact_id, act, action);
  }

  /** Composes a contact anew and writes its history, where its values changed or `action` says that it must be told. */
  recompose(contactId: string, act: Act, action?: RevisionAction): ContactRow {
    const contact = this.#contacts.get(contactId);
    if (!contact) throw new Error(`A copy names contact ${contactId}, which is not in the draft.`);
    const isNew = contact.revision === 0;
    const composed = compose(contact.direct, this.sourcesOf(contactId));
    const changes = differences(isNew ? null : contact.content, composed?.content ?? null);
    if (composed && !isDeepStrictEqual(contact.provenance, composed.provenance)) {
      contact.provenance = composed.provenance;
      this.#touch(contact);
    }
    if (composed && changes.length === 0 && !action) return contact;

    if (composed) contact.content = composed.content;
    else this.#remove(contact);
    contact.revision += 1;
    contact.updated_at = this.now;
    this.revisions.push({
      contact_id: contactId,
      revision: contact.revision,
      at: this.now,
      action: action ?? (composed ? (isNew ? 'ADDED' : 'CHANGED') : 'REMOVED'),
      actor: act.actor,
      authority: act.authority,
      reason: act.reason ?? null,
      changes,
    });
    this.#touch(contact);
    return contact;
  }

  /** Lets a change wait; a newer one of the same entry takes the place of the one that waits. */
  propose(proposal: NewProposal): void {
    const waiting = this.waitingFor(proposal);
    if (waiting && isSameQuestion(waiting, proposal)) {
      Object.assign(waiting, proposal);
      this.touchedProposals.add(waiting);
      return;
    }
    this.supersede(proposal, 'A newer change of the same entry took its place.');
    const row: ProposalRow = {
      id: this.#newId(),
      ...proposal,
      status: 'WAITING',
      created_at: this.now,
      decided_at: null,
      decided_by: null,
      decision_reason: null,
    };
    this.#proposals.set(row.id, row);
    this.touchedProposals.add(row);
    this.visible = true;
  }

  supersede(entry: EntryOfState, reason: string): void {
    const waiting = this.waitingFor(entry);
    if (!waiting) return;
    waiting.status = 'SUPERSEDED';
    waiting.decided_at = this.now;
    waiting.decision_reason = reason;
    this.touchedProposals.add(waiting);
    this.visible = true;
  }

  #newContact(iso3: string): ContactRow {
    const contact: ContactRow = {
      id: this.#newId(),
      iso3,
      content: { ...emptyContents(), function: 'DIPLOMATIC', kind: 'OFFICE' },
      provenance: [],
      direct: {},
      kept_from: [],
      revision: 0,
      created_at: this.now,
      updated_at: this.now,
      removed_at: null,
    };
    this.#contacts.set(contact.id, contact);
    this.addedContacts.add(contact);
    return contact;
  }

  #remove(contact: ContactRow): void {
    const { function: was, kind } = contact.content;
    contact.content = { ...emptyContents(), function: was, kind };
    contact.provenance = [];
    contact.direct = {};
    contact.kept_from = [];
    contact.removed_at = this.now;
  }

  #touch(contact: ContactRow): void {
    this.touchedContacts.add(contact);
    this.visible = true;
  }
}

const emptyContents = () => ({ ...emptyContent, emails: [], phones: [], languages: [] });

function isSameQuestion(waiting: ProposalRow, proposal: NewProposal): boolean {
  return (
    waiting.kind === proposal.kind &&
    waiting.cause === proposal.cause &&
    waiting.consent_id === proposal.consent_id &&
    isDeepStrictEqual(waiting.changes, proposal.changes)
  );
}
