import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../../platform/clock/clock.ts';
import type { ClaimedField } from '../contacts/claims.ts';
import type { Composition, FieldClaims } from '../contacts/compose.ts';
import type { ConflictRow } from '../storage/conflict-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';

/** The conflicts of a draft's contacts. They follow from the claims: a difference that nobody settled opens one by itself. */
export class Conflicts {
  readonly #rows = new Map<string, ConflictRow>();
  readonly touched = new Set<ConflictRow>();
  readonly dropped = new Set<ConflictRow>();

  constructor(rows: readonly ConflictRow[]) {
    for (const row of rows) this.#rows.set(keyOf(row.contact_id, row.field), row);
  }

  get(contactId: string, field: string): ConflictRow | undefined {
    return this.#rows.get(keyOf(contactId, field));
  }

  chosen(contactId: string, field: ClaimedField): string | null {
    return this.get(contactId, field)?.chosen ?? null;
  }

  /** Remembers the origin that the state chose; it counts once the contact is composed anew. */
  choose(row: ConflictRow, origin: string, now: Instant, subject: string): void {
    Object.assign(row, { chosen: origin, resolved_at: now, resolved_by: subject });
    this.touched.add(row);
  }

  /**
   * Opens and ends conflicts as a contact's claims now say.
   * @returns whether anything changed
   */
  settle(contact: ContactRow, composed: Composition, now: Instant, newId: () => string): boolean {
    let changed = false;
    for (const said of composed.claims) {
      const known = this.get(contact.id, said.field);
      if (!known && said.settlement !== 'OPEN') continue;
      const row = known ?? this.#open(contact, said.field, now, newId());
      const before = { ...row };
      update(row, said, now);
      if (known && isDeepStrictEqual(before, { ...row })) continue;
      this.touched.add(row);
      changed = true;
    }
    return changed;
  }

  /**
   * A choice ends where what was chosen is not there any more when a change is whole. In the midst of one it may be away:
   * the entry that takes the place of another of its directory comes after that one went.
   * @param originsOf of the entries that a contact is copied from
   */
  endChoices(iso3: string, originsOf: (contactId: string) => readonly string[]): void {
    for (const row of this.#rows.values()) {
      if (row.iso3 !== iso3 || row.chosen === null) continue;
      if (row.status !== 'OPEN' && originsOf(row.contact_id).includes(row.chosen)) continue;
      Object.assign(row, { chosen: null, resolved_by: null });
      this.touched.add(row);
    }
  }

  /** A contact that is gone has none, and no claim of it is kept. */
  drop(contactId: string): void {
    for (const [key, row] of this.#rows) {
      if (row.contact_id !== contactId) continue;
      this.#rows.delete(key);
      this.touched.delete(row);
      this.dropped.add(row);
    }
  }

  #open({ id, iso3 }: ContactRow, field: string, now: Instant, newId: string): ConflictRow {
    const row: ConflictRow = {
      id: newId,
      iso3,
      contact_id: id,
      field,
      claims: [],
      status: 'OPEN',
      opened_at: now,
      chosen: null,
      resolved_by: null,
      ...unresolved,
    };
    this.#rows.set(keyOf(id, field), row);
    return row;
  }
}

const keyOf = (contactId: string, field: string) => JSON.stringify([contactId, field]);
const unresolved = { resolution: null, resolved_at: null };

function update(row: ConflictRow, said: FieldClaims, now: Instant): void {
  row.claims = said.claims.map((claim) => ({ ...claim }));
  if (said.settlement === 'OPEN') {
    if (row.status === 'RESOLVED') Object.assign(row, { status: 'OPEN', opened_at: now, ...unresolved });
    return;
  }
  if (row.status === 'OPEN') Object.assign(row, { status: 'RESOLVED', resolved_at: now });
  row.resolution = said.settlement;
}
