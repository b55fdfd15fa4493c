import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import { entryKey } from './draft-terms.ts';
import { WholeStateNeeded } from './whole-state-needed.ts';

// The rows of a draft, found without looking through all of them.

/** Contacts by id, and by state in the order in which they came. */
export class ContactsByState {
  /** States of which only some contacts are known. */
  readonly parts: ReadonlySet<string>;
  readonly #byId = new Map<string, ContactRow>();
  readonly #byState = new Map<string, Set<ContactRow>>();

  constructor(parts: ReadonlySet<string>) {
    this.parts = parts;
  }

  add(contact: ContactRow): void {
    this.#byId.set(contact.id, contact);
    const others = this.#byState.get(contact.iso3) ?? new Set();
    this.#byState.set(contact.iso3, others.add(contact));
  }

  delete(contact: ContactRow): void {
    this.#byId.delete(contact.id);
    this.#byState.get(contact.iso3)?.delete(contact);
  }

  get(id: string): ContactRow | undefined {
    return this.#byId.get(id);
  }

  /** Those that are not removed. @throws WholeStateNeeded */
  of(iso3: string): ContactRow[] {
    if (this.parts.has(iso3)) throw new WholeStateNeeded(iso3);
    return this.#known(iso3);
  }

  /** Whether there is such a one. @throws WholeStateNeeded where that cannot be told from those that are known */
  has(iso3: string, isSuch: (contact: ContactRow) => boolean): boolean {
    if (this.#known(iso3).some(isSuch)) return true;
    if (this.parts.has(iso3)) throw new WholeStateNeeded(iso3);
    return false;
  }

  #known(iso3: string): ContactRow[] {
    return [...(this.#byState.get(iso3) ?? [])].filter(({ removed_at }) => removed_at === null);
  }
}

/** Links to entries by entry, and by the contact that they are part of. */
export class SourcesByContact {
  readonly #byEntry = new Map<string, CopySourceRow>();
  readonly #byContact = new Map<string, Set<CopySourceRow>>();

  set(source: CopySourceRow): void {
    this.#byEntry.set(entryKey(source), source);
    const others = this.#byContact.get(source.contact_id) ?? new Set();
    this.#byContact.set(source.contact_id, others.add(source));
  }

  delete(source: CopySourceRow): void {
    this.#byEntry.delete(entryKey(source));
    this.#byContact.get(source.contact_id)?.delete(source);
  }

  /** Makes a link one to a contact, whatever it led to before. */
  link(source: CopySourceRow, contactId: string): void {
    this.#byContact.get(source.contact_id)?.delete(source);
    source.contact_id = contactId;
    this.set(source);
  }

  get(key: string): CopySourceRow | undefined {
    return this.#byEntry.get(key);
  }

  all(): CopySourceRow[] {
    return [...this.#byEntry.values()];
  }

  ofContact(contactId: string): CopySourceRow[] {
    return [...(this.#byContact.get(contactId) ?? [])];
  }
}
