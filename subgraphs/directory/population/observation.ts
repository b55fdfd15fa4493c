import type { Instant } from '../../../platform/clock/clock.ts';
import type { FeedChange, Reading } from './regional-adapter.ts';
import type { RegionalEntry } from './regional-entry.ts';
import type { PullFacts } from './source-facts.ts';

/**
 * What one state's consent has to do with: an entry is listed for it, is listed no longer where that alone means nothing
 * (`absent`), or is gone: taken out, or now another state's. Where its adapter began anew it may be `unknown` there, which
 * takes nothing away, and, once the source has been read in full since, `lost`.
 */
export interface Observation {
  readonly iso3: string;
  readonly sourceKey: string;
  /** The sequence number in the feed of the entry's last change it reflects. */
  readonly position: number;
  readonly at: Instant;
  readonly pull: string | null;
  /** True for a change of the feed, which may be reflected already; false for a reading of the entries as they are now. */
  readonly fromFeed: boolean;
  readonly seen: 'listed' | 'absent' | 'gone' | 'unknown' | 'lost';
  /** Null where it is neither listed nor absent. */
  readonly entry: RegionalEntry | null;
}

const seenAs = { PRESENT: 'listed', ABSENT: 'absent', REMOVED: 'gone' } as const;

/** Which states have to do with an entry: by source key, those that hold a copy of it or a proposal about it. */
export type StatesConcerned = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * A page of the feed as observations, one for each state a change concerns: what is listed goes first and what is gone last,
 * so that a replacement never leaves a gap, in whichever order its region announces it.
 */
export function observationsOfChanges(
  changes: readonly FeedChange[],
  holders: StatesConcerned,
): Observation[] {
  const concerned = new Map([...holders].map(([key, states]) => [key, new Set(states)]));
  for (const { entry } of changes) {
    if (!entry.state) continue;
    const states = concerned.get(entry.sourceKey) ?? new Set();
    concerned.set(entry.sourceKey, states.add(entry.state.iso3));
  }
  const observations = changes.flatMap(({ seq, at, pull, kind, entry }) =>
    [...(concerned.get(entry.sourceKey) ?? [])].map((iso3): Observation => {
      const own = iso3 === entry.state?.iso3 && kind !== 'REMOVED';
      const seen = own ? seenAs[entry.status] : 'gone';
      const shared = { iso3, sourceKey: entry.sourceKey, position: seq, at, pull, fromFeed: true };
      return { ...shared, seen, entry: seen === 'gone' ? null : entry };
    }),
  );
  return goneLast(observations);
}

/** A state's entries read whole: what it holds a copy of and the reading does not have is gone, or as `missingAs` says. */
export function observationsOfReading(
  iso3: string,
  reading: Reading,
  heldKeys: readonly string[],
  at: Instant,
  missingAs: 'gone' | 'unknown' | 'lost' = 'gone',
): Observation[] {
  const listed = reading.entries.map((entry): Observation => {
    const seen = entry.state?.iso3 === iso3 ? seenAs[entry.status] : 'gone';
    const shared = { iso3, sourceKey: entry.sourceKey, position: entry.position, fromFeed: false };
    const pull = pullThatSaw(entry, reading.pulls);
    return { ...shared, at: entry.lastSeenAt, pull, seen, entry: seen === 'gone' ? null : entry };
  });
  const read = new Set(reading.entries.map(({ sourceKey }) => sourceKey));
  const missing = heldKeys
    .filter((key) => !read.has(key))
    .map(
      (sourceKey): Observation => ({
        iso3,
        sourceKey,
        position: reading.facts.feedEnd.position,
        at,
        pull: null,
        fromFeed: false,
        seen: missingAs,
        entry: null,
      }),
    );
  return goneLast([...listed, ...missing]);
}

/** The newest pull that read something and could have seen the entry when it was last seen. */
function pullThatSaw(entry: RegionalEntry, pulls: readonly PullFacts[]): string | null {
  const saw = pulls.find(
    ({ outcome, startedAt }) =>
      outcome !== 'FAILED' && outcome !== 'RUNNING' && startedAt <= entry.lastSeenAt,
  );
  return saw?.id ?? null;
}

function goneLast(observations: readonly Observation[]): Observation[] {
  const gone = observations.filter(({ entry }) => entry === null);
  return [...observations.filter(({ entry }) => entry !== null), ...gone];
}
