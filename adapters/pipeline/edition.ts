import type { RegionalDirectory, SetAside } from '../contract.ts';
import type { Interpretation, LastWord } from './interpretation.ts';
import { carriedOver, type NamedMeaning, type NamedRecord } from './named-record.ts';
import { contentRevision, sameMarks } from './revision.ts';
import type { Snapshot } from './snapshot.ts';

interface Listed extends NamedRecord {
  readonly meaning: Exclude<NamedMeaning, { kind: 'set-aside' }>;
}

/**
 * Reads a list that names each entry once. Of two records with one key the second is set aside where both say the same;
 * where they differ nobody can know which is right, and both are.
 */
export function interpretEdition(
  directory: RegionalDirectory,
  records: readonly NamedRecord[],
  known: Snapshot,
): Interpretation {
  const listed = new Map<string, Listed[]>();
  const seen = new Set<string>();
  const setAside: SetAside[] = [];

  for (const named of records) {
    const key = named.meaning.sourceKey;
    const before = key === undefined ? undefined : known.get(key);
    // An id that was removed may come back for somebody else: nothing of the one before is carried over.
    const previous = before && before.status !== 'REMOVED' ? before : undefined;
    const { record, location, meaning } = carriedOver(directory, named, previous);
    if (meaning.kind === 'set-aside') {
      setAside.push({
        location,
        reason: meaning.reason,
        ...(meaning.sourceKey ? { sourceKey: meaning.sourceKey } : {}),
      });
      if (meaning.sourceKey) seen.add(meaning.sourceKey);
      continue;
    }
    if (meaning.kind === 'entry')
      for (const reason of meaning.problems)
        setAside.push({ location, reason, sourceKey: meaning.sourceKey });
    const others = listed.get(meaning.sourceKey) ?? [];
    listed.set(meaning.sourceKey, [...others, { record, location, meaning }]);
  }

  const words = new Map<string, LastWord>();
  for (const [sourceKey, [first, ...repeats]] of listed) {
    if (!first) continue;
    if (repeats.every((repeat) => saysTheSame(first.meaning, repeat.meaning))) {
      words.set(sourceKey, lastWord(first));
      for (const { location } of repeats)
        setAside.push({
          location,
          sourceKey,
          reason: `Repeats ${first.location}: the same entry, listed twice with the same content.`,
        });
      continue;
    }
    seen.add(sourceKey);
    const places = [first, ...repeats].map(({ location }) => location).join(' and ');
    const reason =
      `${places} have the same key (${sourceKey}) and differ, so none of them is used and what was known stays. ` +
      'The directory must give each entry a key of its own, or take out what is out of date.';
    for (const { location } of [first, ...repeats]) setAside.push({ location, sourceKey, reason });
  }
  return { words, seen, setAside };
}

function lastWord({ record, meaning }: Listed): LastWord {
  return meaning.kind === 'removal'
    ? { kind: 'removal', state: null }
    : { kind: 'entry', state: { content: meaning.entry, source: record } };
}

function saysTheSame(one: Listed['meaning'], other: Listed['meaning']): boolean {
  if (one.kind === 'removal' || other.kind === 'removal') return one.kind === other.kind;
  return contentRevision(one.entry) === contentRevision(other.entry) && sameMarks(one.entry, other.entry);
}
