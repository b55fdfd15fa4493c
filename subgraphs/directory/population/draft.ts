import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../../platform/clock/clock.ts';
import { Conflicts } from '../conflict/conflicts.ts';
import type { Standing } from '../conflict/pick.ts';
import { Precedences } from '../conflict/precedences.ts';
import { standingOf } from '../conflict/standing.ts';
import { blankContact, clearContact } from '../contacts/blank-contact.ts';
import { differences } from '../contacts/changes.ts';
import { type Claims, isBlank } from '../contacts/claims.ts';
import { compose } from '../contacts/compose.ts';
import { followEntry } from '../matching/former-ids.ts';
import { giveWay, letGo } from '../matching/kept.ts';
import { nodeKey, ownNodeKey, PairDecisions } from '../matching/pairs.ts';
import { canStay, isKeptFrom, placeOf } from '../matching/placement.ts';
import { EntryAnswers } from '../proposals/entry-answers.ts';
import type { ContactRevisionRow, RevisionAction } from '../storage/contact-revision-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';
import { marksOf } from './copy-marks.ts';
import { revisionOf } from './draft-history.ts';
import { ContactsByState, SourcesByContact } from './draft-rows.ts';
import {
  type Act,
  type Copied,
  compareEntries,
  type EntryOfState,
  inOrder,
  entryKey as keyOf,
  type NewProposal,
  type StoredStates,
} from './draft-terms.ts';
import { WaitingChanges } from './waiting-changes.ts';

/**
 * A change in the making: the stored rows of some states, changed in memory by rules that know nothing of storage. A dry run
 * looks at the outcome; the real run saves it, whole, in one transaction.
 */
export class Draft {
  readonly now: Instant;
  readonly #newId: () => string;
  readonly #contacts: ContactsByState;
  readonly #sources = new SourcesByContact();
  readonly #changes: WaitingChanges;
  readonly touchedContacts = new Set<ContactRow>();
  readonly addedContacts = new Set<ContactRow>();
  /** Contacts that were there and became a copy of one more entry. */
  readonly mergedContacts = new Set<ContactRow>();
  readonly touchedSources = new Set<CopySourceRow>();
  readonly droppedSources = new Map<string, CopySourceRow>();
  readonly touchedProposals: Set<ProposalRow>;
  readonly addedProposals: ReadonlySet<ProposalRow>;
  readonly revisions: ContactRevisionRow[] = [];
  /** What the states answered about single entries. */
  readonly answers: EntryAnswers;
  /** What they said of two entries that may be one. */
  readonly pairs: PairDecisions;
  readonly precedences: Precedences;
  readonly conflicts: Conflicts;
  /** Ids of contacts that became part of others, each with the contact that it leads to from now on. */
  readonly ledTo = new Map<string, ContactRow>();
  /** Entries of which no contact was made. */
  readonly leftOut = new Map<string, EntryOfState>();
  /** Whether anybody can see a difference; a caller that changes more than the draft says so itself. */
  visible = false;

  /** @param parts states of which only the entries that change are known, all of one origin */
  constructor(
    stored: StoredStates,
    now: Instant,
    newId: () => string,
    parts: ReadonlySet<string> = new Set(),
  ) {
    this.now = now;
    this.#contacts = new ContactsByState(parts);
    this.#newId = newId;
    for (const contact of stored.contacts) this.#contacts.add(contact);
    for (const source of inOrder(stored.sources)) this.#sources.set(source);
    this.#changes = new WaitingChanges(stored.proposals, now, newId);
    this.touchedProposals = this.#changes.touched;
    this.addedProposals = this.#changes.added;
    this.answers = new EntryAnswers(stored.decisions, now);
    this.pairs = new PairDecisions(stored.pairs);
    this.precedences = new Precedences(stored.precedences);
    this.conflicts = new Conflicts(stored.conflicts);
  }

  /** Whether only the entries that change are known of a state, all of one origin. */
  isPart(iso3: string): boolean {
    return this.#contacts.parts.has(iso3);
  }

  /** @throws WholeStateNeeded */
  contactsOf(iso3: string): ContactRow[] {
    return this.#contacts.of(iso3);
  }

  /** Whether a state has such a contact. @throws WholeStateNeeded where that cannot be told from those that are known */
  hasContact(iso3: string, isSuch: (contact: ContactRow) => boolean): boolean {
    return this.#contacts.has(iso3, isSuch);
  }

  contact(id: string): ContactRow | undefined {
    return this.#contacts.get(id);
  }

  source(entry: EntryOfState): CopySourceRow | undefined {
    return this.#sources.get(keyOf(entry));
  }

  /** In the order of their directories, so that two runs compose alike. */
  sourcesOf(contactId: string): CopySourceRow[] {
    return this.#sources.ofContact(contactId).sort(compareEntries);
  }

  sourcesWhere(isSuch: (source: CopySourceRow) => boolean): CopySourceRow[] {
    return this.#sources.all().filter(isSuch);
  }

  waiting(): ProposalRow[] {
    return this.#changes.all();
  }

  waitingFor(entry: EntryOfState): ProposalRow | undefined {
    return this.#changes.of(entry);
  }

  standing(contact: ContactRow): Standing {
    return standingOf(contact, this.conflicts, this.precedences);
  }

  /** The contact that a copy of this entry is part of, or would be; none where it needs a new one. */
  homeOf(entry: EntryOfState, claims: Claims): ContactRow | undefined {
    const known = this.source(entry);
    const contact = known && this.#contacts.get(known.contact_id);
    return known && canStay(this, known, claims) ? contact : placeOf(this, entry, claims, contact);
  }

  /** Copies an entry, or renews its copy. It becomes part of the contact that it surely is of, and leaves one that it is not. */
  copy(entry: EntryOfState, given: Copied, act: Act): ContactRow {
    const known = this.source(entry);
    const copied = { dates: known?.dates ?? null, ...given };
    const place = this.homeOf(entry, copied.claims);
    const before = known && this.#contacts.get(known.contact_id);
    if (known && place === before) {
      if (!isDeepStrictEqual(marksOf(known), marksOf(copied))) this.visible = true;
      Object.assign(known, copied);
      this.touchedSources.add(known);
      return this.recompose(known.contact_id, act);
    }
    const home = place ?? this.newContact(entry.iso3);
    if (place) this.mergedContacts.add(place);
    if (place) giveWay(this, place, entry, copied.claims);
    const { iso3, directory, source_key } = entry;
    const source = known
      ? Object.assign(known, copied)
      : { iso3, directory, source_key, ...copied, contact_id: home.id };
    this.#sources.link(source, home.id);
    this.droppedSources.delete(keyOf(source));
    this.touchedSources.add(source);
    this.visible = true;
    this.recompose(home.id, act, place && !isKeptFrom(place, entry) ? 'MERGED' : undefined);
    if (before) this.#leave(before, entry, act);
    return home;
  }

  /** Links an entry to another contact. Both are to be composed anew after. */
  move(source: CopySourceRow, home: ContactRow): void {
    const from = this.#contacts.get(source.contact_id);
    this.#sources.link(source, home.id);
    this.touchedSources.add(source);
    this.visible = true;
    letGo(this, source, from);
    if (from) followEntry(this, source, from, home);
  }

  /** No contact is made of an entry: its consent covers nothing of it that says who it is or how to reach it. */
  leaveOut({ iso3, directory, source_key }: EntryOfState): void {
    const entry = { iso3, directory, source_key };
    this.leftOut.set(keyOf(entry), entry);
  }

  markGone(source: CopySourceRow, position: number): void {
    if (source.present) this.visible = true;
    source.present = false;
    source.position = position;
    this.touchedSources.add(source);
  }

  /** Ends the link to an entry; the contact goes if nothing else says what it is. */
  unlink(source: CopySourceRow, act: Act, action?: RevisionAction): ContactRow {
    this.#drop(source);
    if (action !== 'KEPT') letGo(this, source, this.contact(source.contact_id));
    return this.recompose(source.contact_id, act, action);
  }

  /** Composes a contact anew and writes its history, where its values changed or `action` says that it must be told. */
  recompose(contactId: string, act: Act, action?: RevisionAction): ContactRow {
    const contact = this.#contacts.get(contactId);
    if (!contact) throw new Error(`A copy names contact ${contactId}, which is not in the draft.`);
    const isNew = contact.revision === 0;
    const sources = this.sourcesOf(contactId);
    const composed = compose(contact.direct, sources, this.standing(contact));
    if (!composed && this.addedContacts.has(contact)) return this.#forget(contact);
    if (isNew && composed && isBlank(composed.content)) {
      for (const source of sources) this.#drop(source);
      for (const source of sources) this.leaveOut(source);
      return this.#forget(contact);
    }
    if (composed && this.conflicts.settle(contact, composed, this.now, this.#newId)) this.visible = true;
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
    const told = action ?? (composed ? (isNew ? 'ADDED' : 'CHANGED') : 'REMOVED');
    this.revisions.push(revisionOf(contact, told, act, changes, composed, sources));
    this.#touch(contact);
    return contact;
  }

  /** Adds a contact of the state's own. */
  add(iso3: string, direct: Claims, act: Act): ContactRow {
    const contact = this.newContact(iso3);
    contact.direct = direct;
    return this.recompose(contact.id, act);
  }

  /** Takes a contact away whole. @returns the entries it was copied from, whose links end with it */
  retire(contact: ContactRow, act: Act): CopySourceRow[] {
    const sources = this.sourcesOf(contact.id);
    for (const source of sources) this.#drop(source);
    contact.direct = {};
    this.recompose(contact.id, act);
    return sources;
  }

  /** Lets a change wait; a newer one of the same entry takes the place of the one that waits. */
  propose(proposal: NewProposal): void {
    if (this.#changes.propose(proposal)) this.visible = true;
  }

  supersede(entry: EntryOfState, reason: string): void {
    if (this.#changes.supersede(entry, reason)) this.visible = true;
  }

  /** A contact that is nothing yet: composing it makes it one. */
  newContact(iso3: string): ContactRow {
    const contact = blankContact(this.#newId(), iso3, this.now);
    this.#contacts.add(contact);
    this.addedContacts.add(contact);
    return contact;
  }

  /** What becomes of a contact whose entry stands for another point of contact from now on. */
  #leave(contact: ContactRow, entry: EntryOfState, act: Act): void {
    this.pairs.forget(entry.iso3, nodeKey(entry));
    letGo(this, entry, contact);
    this.#touch(contact);
    const isLeft = this.sourcesOf(contact.id).length > 0;
    const reason = `The entry of ${entry.directory} it was copied from stands for another point of contact now.`;
    this.recompose(contact.id, { ...act, reason }, isLeft ? 'SPLIT' : undefined);
  }

  #remove(contact: ContactRow): void {
    clearContact(contact, this.now);
    this.conflicts.drop(contact.id);
    this.pairs.forget(contact.iso3, ownNodeKey(contact.id));
    this.mergedContacts.delete(contact);
  }

  /** Leaves no trace of a contact that came and went within the draft: nobody has seen it. */
  #forget(contact: ContactRow): ContactRow {
    this.#remove(contact);
    this.#contacts.delete(contact);
    this.addedContacts.delete(contact);
    this.touchedContacts.delete(contact);
    const others = this.revisions.filter((row) => row.contact_id !== contact.id);
    this.revisions.splice(0, this.revisions.length, ...others);
    return contact;
  }

  #drop(source: CopySourceRow): void {
    this.#sources.delete(source);
    this.touchedSources.delete(source);
    this.droppedSources.set(keyOf(source), source);
    this.visible = true;
  }

  #touch(contact: ContactRow): void {
    this.touchedContacts.add(contact);
    this.visible = true;
  }
}
