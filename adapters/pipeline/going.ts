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

/** As before in one field, whatever its source says now. */
export function withFieldOf(before: EntryContent, content: EntryContent, field: ContactField): EntryContent {
  const kept = { ...content, [field]: before[field] };
  return field === 'name' ? { ...kept, kind: before.kind } : kept;
}

/** Whether a record now says that the entry belongs to another state, or to none. */
export function movedState(before: SnapshotEntry, { content }: EntryState): boolean {
  return before.content.iso3 !== null && before.content.iso3 !== content.iso3;
}

/** What entries that stay lose: fields that had a value and are empty, and are not merely withheld; the state they belonged to. */
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
