import type { Instant } from '../../platform/clock/clock.ts';
import { lastSighting } from './last-sighting.ts';
import type { PublishedChange, PublishedEntry, PublishedPull, PublishedSetAside } from './operations.ts';
import { storedContent } from './storage/stored-content.ts';
import type { ChangeRow, EntryRow, PullRow, SetAsideRow } from './storage/tables.ts';

// From rows to what is published.

/** @param lastSuccessAt when the whole source was last known */
export function publishedEntry(row: EntryRow, lastSuccessAt: Instant | null): PublishedEntry {
  return {
    sourceKey: row.source_key,
    status: row.status,
    content: storedContent(row.content),
    revision: row.source_revision,
    position: row.position,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: lastSighting({ status: row.status, lastSeenAt: row.last_seen_at }, lastSuccessAt),
  };
}

export function publishedChange(code: string, row: ChangeRow): PublishedChange {
  return {
    seq: row.seq,
    at: row.at,
    pullId: pullId(code, row.pull_number),
    kind: row.kind,
    entry: {
      sourceKey: row.source_key,
      status: row.status,
      content: storedContent(row.content),
      revision: row.source_revision,
      position: row.seq,
      firstSeenAt: row.first_seen_at,
      lastSeenAt: row.last_seen_at,
    },
  };
}

export function publishedPull(code: string, row: PullRow): PublishedPull {
  return {
    id: pullId(code, row.number),
    outcome: row.outcome,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    read: row.read_count,
    added: row.added,
    changed: row.changed,
    removed: row.removed,
    setAside: row.set_aside,
    problem: row.problem,
  };
}

export function publishedSetAside(row: SetAsideRow): PublishedSetAside {
  return { location: row.location, reason: row.reason, at: row.at };
}

/** Says which directory's pull it is, so that an id stands alone. */
function pullId(code: string, number: number): string {
  return `${code}-${number}`;
}
