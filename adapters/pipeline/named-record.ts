import type { EntryContent, Located, Meaning, RegionalDirectory } from '../contract.ts';
import type { EntryState } from './interpretation.ts';
import type { Snapshot, SnapshotEntry } from './snapshot.ts';

/** A source record and what it means. */
export interface MeantRecord {
  readonly record: unknown;
  readonly location: string;
  readonly meaning: Meaning;
}

export function normaliseAll(
  directory: RegionalDirectory,
  records: readonly Located<unknown>[],
): readonly MeantRecord[] {
  return records.map(({ record, location }) => ({
    record,
    location,
    meaning: directory.normalise(record),
  }));
}

/** The keys that records name by themselves. */
export function keysOf(records: readonly MeantRecord[]): string[] {
  return [...new Set(records.flatMap(({ meaning }) => meaning.sourceKey ?? []))];
}

/** The same meaning once every entry has its key. */
export type NamedMeaning =
  | Exclude<Meaning, { kind: 'entry' }>
  | {
      readonly kind: 'entry';
      readonly sourceKey: string;
      readonly entry: EntryContent;
      readonly problems: readonly string[];
    };
export interface NamedRecord extends MeantRecord {
  readonly meaning: NamedMeaning;
}

/** Gives entries of a directory without ids their keys, by likeness to the entries known. */
export function nameAll(
  directory: RegionalDirectory,
  records: readonly MeantRecord[],
  known: Snapshot,
): readonly NamedRecord[] {
  const nameless = records.flatMap(({ meaning }) =>
    meaning.kind === 'entry' && meaning.sourceKey === null ? [meaning.entry] : [],
  );
  const keys = nameless.length === 0 ? [] : identify(directory, nameless, [...known.values()]);
  let next = 0;
  return records.map(({ record, location, meaning }) => {
    if (meaning.kind !== 'entry') return { record, location, meaning };
    const sourceKey = meaning.sourceKey ?? keys[next++];
    if (sourceKey === undefined) throw new Error(`${directory.code}: identify left an entry without a key.`);
    return { record, location, meaning: { ...meaning, sourceKey } };
  });
}

function identify(
  directory: RegionalDirectory,
  entries: readonly EntryContent[],
  known: readonly SnapshotEntry[],
): readonly string[] {
  const keys = directory.identify?.(entries, known);
  if (!keys) throw new Error(`${directory.code}: a record has no key, and the directory cannot identify.`);
  if (keys.length !== entries.length || new Set(keys).size !== keys.length)
    throw new Error(`${directory.code}: identify must give each entry a key of its own.`);
  return keys;
}

/**
 * The record with what it withholds filled from the one before, and what it then means. Nothing is carried over to another
 * state: what was known is that of the other state's contact.
 */
export function carriedOver(
  directory: RegionalDirectory,
  named: NamedRecord,
  previous: EntryState | undefined,
): NamedRecord {
  const { meaning, location } = named;
  if (!directory.carryOver || previous === undefined || meaning.kind === 'removal') return named;
  if (meaning.kind === 'entry' && meaning.entry.iso3 !== previous.content.iso3) return named;
  const stored = directory.record.safeParse(previous.source);
  if (!stored.success) return named; // of an older format: then what is withheld is unknown
  const record = directory.carryOver(stored.data, named.record);
  const again = directory.normalise(record);
  if (again.kind !== 'entry') return { record, location, meaning: again };
  const sourceKey = again.sourceKey ?? meaning.sourceKey;
  return sourceKey === undefined ? named : { record, location, meaning: { ...again, sourceKey } };
}
