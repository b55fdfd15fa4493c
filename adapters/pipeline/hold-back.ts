import { type ContactField, contactFields } from '../../platform/vocabulary/terms.ts';
import type { Channel } from './channel.ts';
import type { Diff } from './diff.ts';
import {
  changedFunction,
  hasField,
  isRemoval,
  isSuccessor,
  type KeysBySubject,
  losses,
  movedState,
  removedKeys,
  withFieldOf,
} from './going.ts';
import { type Evidence, type GuardLimits, type HeldSubject, judge } from './guard.ts';
import type { EntryState, Interpretation, LastWord } from './interpretation.ts';
import type { Snapshot, SnapshotEntry } from './snapshot.ts';

/** One loss that waits for the custodian. */
export interface HeldChange {
  readonly sourceKey: string;
  readonly subject: HeldSubject;
  /** Of a whole entry: what it would become. */
  readonly becomes: 'REMOVED' | 'ABSENT' | null;
  /** Of an entry that names another state or function: what its record says now. */
  readonly pending: EntryState | null;
}

/**
 * What is held since an earlier pull of a channel. Each channel has one such pull at the most: a later one that holds takes over
 * what still holds. What the other channel holds is decided on by itself.
 */
export interface StandingHold {
  readonly channel: Channel;
  readonly pull: number;
  readonly changes: readonly HeldChange[];
}

/** What a read does to what is held. */
export interface Hold {
  readonly standing: StandingHold | null;
  /** Empty where this read holds nothing that was not held before. */
  readonly evidence: readonly Evidence[];
  readonly fresh: readonly HeldChange[];
  /** Held before, and taken back by the source. */
  readonly lifted: readonly HeldChange[];
  /** Held before and after, as the source says it now. */
  readonly still: readonly HeldChange[];
}

/** A read, compared as its source has it, but for losses that are held already. */
export interface Reading {
  readonly known: Snapshot;
  readonly said: Interpretation;
  readonly whole: Diff;
}

/** Held subjects by key, as the guard found them in one read. */
export interface Judgement {
  readonly evidence: readonly Evidence[];
  readonly held: KeysBySubject;
}

/**
 * Judges all that a read takes away: losses of entries that stay, and, where it may remove, entries themselves.
 * @param accepted how many listed entries have what may go
 */
export function judgeRead(
  reading: Reading,
  accepted: ReadonlyMap<string, number>,
  standing: KeysBySubject,
  limits: GuardLimits,
): Judgement {
  const going = new Map(losses(reading.known, reading.said.words));
  const removed = removedKeys(reading.whole.changes);
  if (removed.size > 0) going.set('ENTRY', removed);
  const held = new Map([...standing].map(([subject, keys]) => [subject, new Set(keys)]));
  const evidence: Evidence[] = [];
  for (const [subject, keys] of going) {
    const already = standing.get(subject) ?? new Set();
    const found = judge({ subject, keys, accepted: accepted.get(subject) ?? 0 }, already, limits);
    if (!found) continue;
    evidence.push(found);
    held.set(subject, new Set([...already, ...keys]));
  }
  return { evidence, held };
}

/** Whether anything goes that the guard has to judge: then it must know how much there was. */
export function takesAway({ known, said, whole }: Reading): boolean {
  return whole.removed > 0 || losses(known, said.words).size > 0;
}

/**
 * The read without the losses that are held: a function or a field keeps its value, and an entry that moved stays wholly as it
 * was. For an entry that names somebody else now, no field of the predecessor is kept.
 */
export function keepLosses(known: Snapshot, said: Interpretation, held: KeysBySubject): Interpretation {
  const words = new Map(said.words);
  const isKept = keptFields(known, said, held);
  for (const [subject, keys] of held) {
    if (subject === 'ENTRY') continue;
    for (const key of keys) {
      const [word, before] = [words.get(key), known.get(key)];
      if (word?.kind !== 'entry' || before?.status !== 'PRESENT') continue;
      const { content, source } = word.state;
      if (subject === 'STATE') {
        if (movedState(before, word.state)) words.set(key, asItWas(before));
      } else if (subject === 'FUNCTION' ? changedFunction(before, word.state) : isKept(key, subject)) {
        const field = subject === 'FUNCTION' ? 'function' : subject;
        const state = { content: withFieldOf(before.content, content, field), source };
        words.set(key, { kind: 'entry', state });
      }
    }
  }
  return { ...said, words };
}

/** Of which entries a field is kept, although their source no longer has it. */
function keptFields(
  known: Snapshot,
  { words }: Interpretation,
  held: KeysBySubject,
): (key: string, field: ContactField) => boolean {
  const kept = new Map<ContactField, ReadonlySet<string>>();
  const lostBy = new Map<string, Set<ContactField>>();
  for (const field of contactFields)
    for (const key of held.get(field) ?? []) {
      const word = words.get(key);
      if (word?.kind !== 'entry' || hasField(word.state.content, field)) continue;
      lostBy.set(key, (lostBy.get(key) ?? new Set()).add(field));
    }
  const isOther = (key: string): boolean => {
    const [word, before] = [words.get(key), known.get(key)];
    return word?.kind === 'entry' && before !== undefined && isSuccessor(before, word.state, lostBy.get(key));
  };
  for (const field of contactFields) {
    const losing = [...lostBy].flatMap(([key, fields]) => (fields.has(field) ? [key] : []));
    const others = new Set(losing.filter(isOther));
    // Where most of those who lose it are others as well, it is the source that is wrong, and not they who left.
    const areFew = others.size <= Math.max(mostSuccessors, losing.length / 2);
    kept.set(field, new Set(losing.filter((key) => !areFew || !others.has(key))));
  }
  return (key, field) => known.get(key)?.status === 'PRESENT' && (kept.get(field)?.has(key) ?? false);
}

/** As many may be others at once, however few lose the field. */
const mostSuccessors = 3;

const asItWas = ({ content, source }: SnapshotEntry): LastWord => ({
  kind: 'entry',
  state: { content, source },
});

/** The read without the removals that are held. What it said of an entry before it removed it takes effect. */
export function keepEntries(said: Interpretation, keys: ReadonlySet<string>): Interpretation {
  const words = new Map(said.words);
  for (const key of keys) {
    const word = words.get(key);
    if (word?.kind !== 'removal') continue;
    if (word.state) words.set(key, { kind: 'entry', state: word.state });
    else words.delete(key);
  }
  return { ...said, words, seen: new Set([...said.seen, ...keys]) };
}

/**
 * What becomes of what is held, once a complete read has been judged. Any other read holds nothing, and lifts nothing.
 * @param seenMeansListed whether a record that cannot be used shows that its entry is still listed
 */
export function holdAfter(
  reading: Reading & { readonly effective: Diff },
  standing: StandingHold | null,
  { evidence, held }: Judgement,
  seenMeansListed: boolean,
): Hold {
  const { known, said, whole, effective } = reading;
  const gone = removedKeys(effective.changes);
  const isKept = keptFields(known, said, held);
  const isLifted = ({ sourceKey, subject }: HeldChange): boolean => {
    const word = said.words.get(sourceKey);
    if (gone.has(sourceKey)) return true;
    if (subject === 'ENTRY') return word?.kind === 'entry' || (seenMeansListed && said.seen.has(sourceKey));
    if (word?.kind !== 'entry') return false;
    const before = known.get(sourceKey);
    if (subject === 'STATE') return before === undefined || !movedState(before, word.state);
    if (subject === 'FUNCTION') return before === undefined || !changedFunction(before, word.state);
    return !isKept(sourceKey, subject);
  };
  const asSaidNow = (change: HeldChange): HeldChange => {
    const word = said.words.get(change.sourceKey);
    const isMove = change.subject === 'STATE' || change.subject === 'FUNCTION';
    return isMove && word?.kind === 'entry' ? { ...change, pending: word.state } : change;
  };
  const before = standing?.changes ?? [];
  const already = bySubject(before);
  const becomes = new Map(whole.changes.filter(isRemoval).map(({ sourceKey, kind }) => [sourceKey, kind]));
  const fresh = evidence
    .flatMap(({ subject }) =>
      [...(held.get(subject) ?? [])]
        .filter((key) => !already.get(subject)?.has(key))
        .map((sourceKey) => {
          const status = becomes.get(sourceKey) === 'ABSENT' ? ('ABSENT' as const) : ('REMOVED' as const);
          return { sourceKey, subject, becomes: subject === 'ENTRY' ? status : null, pending: null };
        }),
    )
    // Of somebody else's field nothing is held.
    .filter((change) => change.subject === 'ENTRY' || !isLifted(change))
    .map(asSaidNow);
  return {
    standing,
    evidence,
    fresh,
    lifted: before.filter(isLifted),
    still: before.filter((change) => !isLifted(change)).map(asSaidNow),
  };
}

/** What is held stays as it is: only a complete read holds, and only a complete one takes back. */
export function holdStays(standing: StandingHold | null): Hold {
  return { standing, evidence: [], fresh: [], lifted: [], still: standing?.changes ?? [] };
}

export function bySubject(changes: readonly HeldChange[]): KeysBySubject {
  const keys = new Map<HeldSubject, Set<string>>();
  for (const { subject, sourceKey } of changes)
    keys.set(subject, (keys.get(subject) ?? new Set()).add(sourceKey));
  return keys;
}
