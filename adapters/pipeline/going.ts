import { isAnother, shownOf } from '../../platform/likeness/somebody-else.ts';
import { type ContactField, contactFields } from '../../platform/vocabulary/terms.ts';
import type { EntryContent } from '../contract.ts';
import type { EntryChange } from './diff.ts';
import type { HeldSubject } from './guard.ts';
import type { EntryState, LastWord } from './interpretation.ts';
import type { Snapshot, SnapshotEntry } from './snapshot.ts';

/** Keys of entries, by what they lose. */
export type KeysBySubject = ReadonlyMap<HeldSubject, ReadonlySet<string>>;

export function hasField(content: EntryContent, field: ContactField): boolean {
  const value = content[field];
  return value !== null && value.length > 0;
}

/** Without a value in one field, as if its source had left it empty. An entry without a name is an office (¶32). */
export function withoutField(content: EntryContent, field: ContactField): EntryContent {
  const emptied = { ...content, [field]: Array.isArray(content[field]) ? [] : null };
  return field === 'name' ? { ...emptied, kind: 'OFFICE' } : emptied;
}

/** As before in what it is for, or in one field, whatever its source says now. */
export function withFieldOf(
  before: EntryContent,
  content: EntryContent,
  field: ContactField | 'function',
): EntryContent {
  const kept = { ...content, [field]: before[field] };
  return field === 'name' ? { ...kept, kind: before.kind } : kept;
}

/** Whether a record now says that the entry belongs to another state, or to none. */
export function movedState(before: SnapshotEntry, { content }: EntryState): boolean {
  return before.content.iso3 !== null && before.content.iso3 !== content.iso3;
}

/** Whether a record now gives the entry another function, or none. One of another state keeps nothing anyway. */
export function changedFunction(before: SnapshotEntry, state: EntryState): boolean {
  const { function: was } = before.content;
  return was !== null && was !== state.content.function && !movedState(before, state);
}

/**
 * Whether an entry that loses fields names somebody else in the same read. Nothing of the predecessor is kept for it. What it
 * loses is no evidence, since it vanishes from others too.
 */
export function isSuccessor(
  before: SnapshotEntry,
  { content }: EntryState,
  lost: ReadonlySet<ContactField> = new Set(),
): boolean {
  const shown = ({ kind, name, entity, emails, phones }: EntryContent) =>
    shownOf({
      kind,
      ...(lost.has('name') ? {} : { name }),
      ...(lost.has('entity') ? {} : { entity }),
      ...(lost.has('emails') ? {} : { emails }),
      ...(lost.has('phones') ? {} : { phones }),
    });
  return isAnother(shown(before.content), shown(content));
}

/** What entries that stay lose: fields that had a value and are empty, and are not merely withheld; the state or the function they had. */
export function losses(known: Snapshot, words: ReadonlyMap<string, LastWord>): KeysBySubject {
  const found = new Map<HeldSubject, Set<string>>();
  const lost = (subject: HeldSubject, key: string) =>
    found.set(subject, (found.get(subject) ?? new Set()).add(key));
  for (const [key, word] of words) {
    const before = known.get(key);
    if (word.kind !== 'entry' || before?.status !== 'PRESENT') continue;
    if (movedState(before, word.state)) {
      // Its fields are those of another state's contact: nothing of them is lost, all of them are others.
      lost('STATE', key);
      continue;
    }
    if (changedFunction(before, word.state)) lost('FUNCTION', key);
    const { content } = word.state;
    for (const field of contactFields) {
      const isEmpty = !hasField(content, field) && !content.withheld.includes(field);
      if (isEmpty && hasField(before.content, field)) lost(field, key);
    }
  }
  return found;
}

/** The entries that a comparison takes out, or marks absent. */
export function removedKeys(changes: readonly EntryChange[]): ReadonlySet<string> {
  return new Set(changes.filter(isRemoval).map(({ sourceKey }) => sourceKey));
}

/** An omission takes nothing away: the entry is marked, and its copies stay. */
export function isRemoval({ kind }: EntryChange): boolean {
  return kind === 'REMOVED';
}
