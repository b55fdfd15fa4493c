import { z } from 'zod';
import { type Clock, type Instant, instant } from '../../platform/clock/clock.ts';
import { notFound } from '../../platform/errors/problem.ts';
import { openJsonFile } from '../../platform/files/json-file.ts';
import type { SampleEntry, SampleField } from '../contract.ts';

type Fields = Readonly<Record<string, string>>;

/** A sample that is a list of entries, kept in a JSON file and saved at each change. */
export interface SampleList {
  /** When an entry last changed. */
  changedAt(): Instant;
  entries(): readonly SampleEntry[];
  /** @throws Problem where the key is unknown */
  fieldsOf(key: string): Fields;
  /**
   * Gives an entry these values, and leaves its other fields as they are.
   * @throws Problem where the key is unknown
   */
  change(key: string, fields: Fields): void;
  /** @throws Problem where the key is unknown */
  remove(key: string): void;
  /**
   * Adds an entry, last in the list or before the one at `place`.
   * @returns its key: the prefix and a number, never one that another entry has or had
   */
  add(prefix: string, fields: Fields, place?: number): string;
}

const Kept = z.object({
  changedAt: z.string(),
  entries: z
    .array(z.object({ key: z.string(), fields: z.record(z.string(), z.string()).readonly() }))
    .readonly(),
  /** Keys of removed entries: never given to another. */
  retired: z.array(z.string()).readonly(),
});

// Of the files of earlier versions, some call the entries rows.
const StoredList = z.preprocess(
  (stored) =>
    stored !== null && typeof stored === 'object' && 'rows' in stored
      ? { ...stored, entries: stored.rows }
      : stored,
  Kept,
);

/** Opens the list kept in `file`; where there is none yet, makes it from `initial`. */
export function openSampleList(
  file: string,
  clock: Clock,
  { fields, initial }: { readonly fields: readonly SampleField[]; initial(): readonly SampleEntry[] },
): SampleList {
  const kept = openJsonFile(file, StoredList, () => ({
    changedAt: instant(clock.now()),
    entries: initial().map((entry) => ({ key: entry.key, fields: completed(fields, entry.fields) })),
    retired: [],
  }));
  const { read } = kept;
  const save = (entries: readonly SampleEntry[], retired = read().retired) =>
    kept.write({ changedAt: instant(clock.now()), entries, retired });
  const fieldsOf = (key: string): Fields => {
    const found = read().entries.find((entry) => entry.key === key);
    if (!found) throw notFound(`The sample has no entry ${key}.`);
    return found.fields;
  };

  return {
    changedAt: () => read().changedAt,
    entries: () => read().entries,
    fieldsOf,
    change: (key, given) => {
      const before = fieldsOf(key);
      const now = completed(fields, { ...before, ...given });
      if (fields.every(({ name }) => before[name] === now[name])) return;
      save(read().entries.map((entry) => (entry.key === key ? { key, fields: now } : entry)));
    },
    remove: (key) => {
      fieldsOf(key);
      const left = read().entries.filter((entry) => entry.key !== key);
      save(left, [...read().retired, key]);
    },
    add: (prefix, given, place = read().entries.length) => {
      const { entries, retired } = read();
      const number = nextNumber(prefix, [...entries.map(({ key }) => key), ...retired]);
      const key = `${prefix}${number}`;
      save(entries.toSpliced(place, 0, { key, fields: completed(fields, given) }));
      return key;
    },
  };
}

/** Every field of a sample's entry, in order: what was not said is empty. */
export function completed(fields: readonly SampleField[], given: Fields): Record<string, string> {
  return Object.fromEntries(fields.map(({ name }) => [name, given[name] ?? '']));
}

/** The number after the highest that any of the keys has behind the prefix. */
export function nextNumber(prefix: string, keys: readonly string[]): number {
  const taken = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => Number(key.slice(prefix.length)) || 0);
  return Math.max(0, ...taken) + 1;
}
