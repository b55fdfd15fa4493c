import type { EntryContent, KnownEntry } from '../contract.ts';
import { compareLikeness, type Features, featuresOf, type Likeness, likeness } from './likeness.ts';
import { participantCode } from './participants.ts';

interface Candidate {
  readonly features: Features;
}
interface Current extends Candidate {
  readonly index: number;
}
interface Known extends Candidate {
  readonly key: string;
  readonly isPresent: boolean;
}
interface Pair {
  readonly current: Current;
  readonly known: Known;
  readonly likeness: Likeness;
}

/**
 * Gives each entry of an edition its key. Within one participant and level, an entry takes the key of the known one that it is
 * most like, if that is most like it too: by the same content, then shared e-mail addresses, telephone numbers, the name, the
 * entity. Where two are equally like, neither takes the key: a contact must never turn into another one by chance.
 * What is like none gets a new key, with a number no known entry has ever had. The order of the rows plays no part.
 */
export function identify(entries: readonly EntryContent[], known: readonly KnownEntry[]): string[] {
  const keys = new Array<string>(entries.length).fill('');
  const groups = new Map<string, Current[]>();
  for (const [index, entry] of entries.entries()) {
    const group = groups.get(groupOf(entry)) ?? [];
    group.push({ index, features: featuresOf(entry) });
    groups.set(groupOf(entry), group);
  }
  for (const [group, found] of groups) {
    const current = found.sort((one, other) => compareText(one.features.content, other.features.content));
    const matched = match(current, knownIn(group, known));
    let number = highestNumber(group, known);
    for (const one of current) {
      const key = matched.get(one.index) ?? `ARF-${group}-${++number}`;
      keys[one.index] = key;
    }
  }
  return keys;
}

function groupOf({ iso3, participant, level }: EntryContent): string {
  return `${iso3 ?? participantCode(participant)}-${level ?? 'NONE'}`;
}

/** What the directory took out is over: what comes after it is new. What is only absent may come back. */
function knownIn(group: string, known: readonly KnownEntry[]): Known[] {
  return known
    .filter(({ status, content }) => status !== 'REMOVED' && groupOf(content) === group)
    .map(({ sourceKey, status, content }) => ({
      key: sourceKey,
      isPresent: status === 'PRESENT',
      features: featuresOf(content),
    }))
    .sort((one, other) => numberOf(one.key) - numberOf(other.key) || compareText(one.key, other.key));
}

function highestNumber(group: string, known: readonly KnownEntry[]): number {
  const prefix = `ARF-${group}-`;
  const numbers = known.flatMap(({ sourceKey }) => (sourceKey.startsWith(prefix) ? numberOf(sourceKey) : []));
  return Math.max(0, ...numbers);
}

function numberOf(key: string): number {
  return Number(/-(\d+)$/.exec(key)?.[1] ?? 0);
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function match(current: readonly Current[], known: readonly Known[]): Map<number, string> {
  const matched = new Map<number, string>();
  const free = new Set(known);
  for (const one of current) {
    const same = [...free].filter((other) => other.features.content === one.features.content);
    const found = same.find(({ isPresent }) => isPresent) ?? same[0];
    if (!found) continue;
    matched.set(one.index, found.key);
    free.delete(found);
  }
  const changed = current.filter(({ index }) => !matched.has(index));
  let pairs = changed.flatMap((one) => [...free].flatMap((other) => pairOf(one, other) ?? []));
  for (;;) {
    const found = pairs.find((pair) => isBestOfBoth(pair, pairs));
    if (!found) return matched;
    matched.set(found.current.index, found.known.key);
    pairs = pairs.filter((pair) => pair.current !== found.current && pair.known !== found.known);
  }
}

function pairOf(current: Current, known: Known): Pair | null {
  const alike = likeness(current.features, known.features);
  // Of two that are equally like, the one that was listed until now is meant.
  return alike && { current, known, likeness: [...alike, known.isPresent ? 1 : 0] };
}

function isBestOfBoth(pair: Pair, pairs: readonly Pair[]): boolean {
  return pairs.every((other) => {
    if (other === pair || (other.current !== pair.current && other.known !== pair.known)) return true;
    const difference = compareLikeness(pair.likeness, other.likeness);
    return difference > 0 || (difference === 0 && isSameChoice(pair, other));
  });
}

/** Entries that say the same are interchangeable: which of them takes which key makes no difference. */
function isSameChoice(pair: Pair, other: Pair): boolean {
  return (
    pair.current.features.content === other.current.features.content &&
    pair.known.features.content === other.known.features.content
  );
}
