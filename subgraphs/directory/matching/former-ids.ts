import type { Draft } from '../population/draft.ts';
import { compareEntries, type EntryOfState } from '../population/draft-terms.ts';
import type { ContactRow, FormerId } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';

// Whoever noted the id of a contact that became part of another finds the one that it is now. The rule: an id leads to the
// contact that it became part of; where the entries it stood for are taken out of that one, it goes with them.

/**
 * Lets the id of a contact that is gone, and those that led to it, lead on.
 * @param before what the contact was, as far as ids go
 * @param taken its entries, as they are linked now
 */
export function leadOn(
  draft: Draft,
  gone: ContactRow,
  before: readonly FormerId[],
  taken: readonly CopySourceRow[],
): void {
  const inOrder = [...taken].sort(compareEntries);
  const home = draft.contact(inOrder[0]?.contact_id ?? '');
  if (!home) return;
  const entries = inOrder.map(({ directory, source_key }) => ({ directory, sourceKey: source_key }));
  take(draft, home, [...before, { id: gone.id, entries }]);
}

/** Ids go with an entry that is moved to another contact, once none of the entries they stood for is left behind. */
export function followEntry(draft: Draft, entry: EntryOfState, from: ContactRow, to: ContactRow): void {
  const left = draft.sourcesOf(from.id);
  const going = from.former_ids.filter(
    (former) => standsFor(former, entry) && !left.some((source) => standsFor(former, source)),
  );
  if (going.length === 0) return;
  from.former_ids = from.former_ids.filter((former) => !going.includes(former));
  draft.touchedContacts.add(from);
  take(draft, to, going);
}

const standsFor = ({ entries }: FormerId, { directory, source_key }: Omit<EntryOfState, 'iso3'>) =>
  entries.some((entry) => entry.directory === directory && entry.sourceKey === source_key);

function take(draft: Draft, home: ContactRow, ids: readonly FormerId[]): void {
  home.former_ids = [...home.former_ids, ...ids];
  for (const { id } of ids) draft.ledTo.set(id, home);
  draft.touchedContacts.add(home);
}
