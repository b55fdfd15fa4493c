import { type Claims, isBlank, releaseKept } from '../contacts/claims.ts';
import { type Composition, compose } from '../contacts/compose.ts';
import { isKeptFrom } from '../matching/placement.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { Draft } from './draft.ts';
import { compareEntries, type EntryOfState, entryKey } from './draft-terms.ts';

// What a contact would be. The draft stays as it is.

/** What would be left of a contact if this source were not; null where nothing would. */
export function composedWithout(draft: Draft, source: CopySourceRow): Composition | null {
  const contact = draft.contact(source.contact_id);
  const others = draft.sourcesOf(source.contact_id).filter((other) => other !== source);
  return contact ? compose(contact.direct, others, draft.standing(contact)) : null;
}

/** Whether what would be left still says who it is or how to reach it. */
export function standsWithout(draft: Draft, source: CopySourceRow): boolean {
  const left = composedWithout(draft, source);
  return left !== null && !isBlank(left.content);
}

/** What a renewed copy of the entry would make of its contact. */
export function composedWith(
  draft: Draft,
  entry: EntryOfState,
  claims: Claims,
  consentId: string,
): Composition | null {
  const contact = draft.homeOf(entry, claims);
  const others = contact
    ? draft.sourcesOf(contact.id).filter((other) => entryKey(other) !== entryKey(entry))
    : [];
  const sources = [...others, { ...entry, consent_id: consentId, claims }].sort(compareEntries);
  const direct = contact?.direct ?? {};
  const own = contact && isKeptFrom(contact, entry) ? releaseKept(direct, claims) : direct;
  return compose(own, sources, contact && draft.standing(contact));
}
