import { type Claims, releaseKept } from '../contacts/claims.ts';
import type { Draft } from '../population/draft.ts';
import type { EntryOfState } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { keptKeys } from './nodes.ts';
import { nodeKey, ownNodeKey } from './pairs.ts';
import { isKeptFrom } from './placement.ts';

// What a state kept of an entry is that entry's values as its own word: whatever the state said of the one, it said of the other.

/** The state keeps what a contact shows of an entry. */
export function takeOver(draft: Draft, contact: ContactRow, entry: EntryOfState): void {
  letGo(draft, entry, contact);
  contact.kept_from = [...contact.kept_from, { directory: entry.directory, sourceKey: entry.source_key }];
  draft.pairs.passOn(contact.iso3, nodeKey(entry), ownNodeKey(contact.id));
}

/** An entry that the state had kept is copied again to its contact: what was merely kept gives way to what it says. */
export function giveWay(draft: Draft, contact: ContactRow, entry: EntryOfState, claims: Claims): void {
  if (!isKeptFrom(contact, entry)) return;
  contact.direct = releaseKept(contact.direct, claims);
  const own = ownNodeKey(contact.id);
  for (const key of keptKeys(contact)) draft.pairs.passOn(contact.iso3, own, key);
  if (Object.keys(contact.direct).length === 0) draft.pairs.forget(contact.iso3, own);
}

/** An entry that is part of a contact no longer, otherwise than by being kept, has no more claim to it than any other. */
export function letGo(draft: Draft, entry: EntryOfState, contact: ContactRow | undefined): void {
  if (!contact || !isKeptFrom(contact, entry)) return;
  contact.kept_from = contact.kept_from.filter(
    ({ directory, sourceKey }) => directory !== entry.directory || sourceKey !== entry.source_key,
  );
  draft.touchedContacts.add(contact);
}
