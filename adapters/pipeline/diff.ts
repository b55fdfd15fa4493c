import type { EntryStatus, RegionalChangeKind } from '../../platform/vocabulary/terms.ts';
import type { EntryState, Interpretation, LastWord } from './interpretation.ts';
import { contentRevision, sameMarks, sameRecord } from './revision.ts';
import type { Snapshot, SnapshotEntry } from './snapshot.ts';

/** One entry that will be written. */
export interface EntryChange {
  readonly sourceKey: string;
  /** What the feed reports; null where only the snapshot learns something. */
  readonly kind: RegionalChangeKind | null;
  readonly before: SnapshotEntry | null;
  readonly after: EntryState & { readonly status: EntryStatus; readonly revision: string };
}

export interface Diff {
  /** In the order of the feed: what comes before what goes, so that a replacement leaves no gap. */
  readonly changes: readonly EntryChange[];
  readonly added: number;
  readonly changed: number;
  /** Taken out by their directory. */
  readonly removed: number;
  /** No longer listed where that alone means nothing: marked, and not removed. */
  readonly omitted: number;
  /** True where the read removes an entry and, being incomplete, may not: it must be read again. */
  readonly removalsLeftOut: boolean;
}

export interface DiffRules {
  /** What a read that no longer has an entry makes of it; null where that means nothing, or the read is not complete. */
  readonly unlisted: 'REMOVED' | 'ABSENT' | null;
  readonly mayRemove: boolean;
}

/** Compares a read with what was known. The hash of the content decides. */
export function diff(known: Snapshot, { words, seen }: Interpretation, rules: DiffRules): Diff {
  const coming: EntryChange[] = [];
  const going: EntryChange[] = [];
  let removalsLeftOut = false;

  for (const [sourceKey, word] of words) {
    const before = known.get(sourceKey) ?? null;
    if (word.kind === 'entry') {
      const change = listed(sourceKey, before, word.state);
      if (change) coming.push(change);
    } else if (rules.mayRemove) {
      const change = removed(sourceKey, before, word);
      if (change) going.push(change);
    } else {
      removalsLeftOut ||= before?.status !== 'REMOVED';
    }
  }

  if (rules.unlisted) {
    for (const before of known.values()) {
      const { sourceKey, status } = before;
      if (words.has(sourceKey) || seen.has(sourceKey)) continue;
      if (status === 'REMOVED' || status === rules.unlisted) continue;
      going.push({
        sourceKey,
        kind: rules.unlisted,
        before,
        after: {
          content: before.content,
          source: before.source,
          revision: before.revision,
          status: rules.unlisted,
        },
      });
    }
    going.sort((a, b) => (a.sourceKey < b.sourceKey ? -1 : 1));
  }

  const changes = [...coming, ...going];
  const count = (counts: (change: EntryChange) => boolean) => changes.filter(counts).length;
  return {
    changes,
    added: count(
      ({ kind, before }) => kind === 'ADDED' || (kind === 'RETURNED' && before?.status === 'REMOVED'),
    ),
    changed: count(
      ({ kind, before }) => kind === 'CHANGED' || (kind === 'RETURNED' && before?.status === 'ABSENT'),
    ),
    removed: count(({ kind }) => kind === 'REMOVED'),
    omitted: count(({ kind }) => kind === 'ABSENT'),
    removalsLeftOut,
  };
}

function listed(sourceKey: string, before: SnapshotEntry | null, state: EntryState): EntryChange | null {
  const revision = contentRevision(state.content);
  const after = { ...state, revision, status: 'PRESENT' as const };
  if (!before) return { sourceKey, kind: 'ADDED', before, after };
  if (before.status !== 'PRESENT') return { sourceKey, kind: 'RETURNED', before, after };
  if (before.revision !== revision) return { sourceKey, kind: 'CHANGED', before, after };
  if (!sameMarks(before.content, state.content)) return { sourceKey, kind: 'NOTED', before, after };
  // Written otherwise, and meaning the same: the record is kept for the next carry-over. Or listed again while it was held.
  const isKnown = sameRecord(before.source, state.source) && before.unlistedSince === null;
  return isKnown ? null : { sourceKey, kind: null, before, after };
}

function removed(
  sourceKey: string,
  before: SnapshotEntry | null,
  word: Extract<LastWord, { kind: 'removal' }>,
): EntryChange | null {
  const state = word.state ?? before;
  if (!state || (before?.status === 'REMOVED' && !word.state)) return null;
  const revision = contentRevision(state.content);
  const after = { content: state.content, source: state.source, revision, status: 'REMOVED' as const };
  if (!before) return { sourceKey, kind: null, before, after };
  if (before.status === 'REMOVED')
    return before.revision === revision ? null : { sourceKey, kind: null, before, after };
  return { sourceKey, kind: 'REMOVED', before, after };
}
