import type { Instant } from '../../platform/clock/clock.ts';
import { channelOf } from './channel.ts';
import type { HeldApproval } from './decide-held.ts';
import { type FeedRow, feedRows } from './feed-rows.ts';
import { storedEvidence } from './held-changes.ts';
import { lastSighting } from './last-sighting.ts';
import type {
  PublishedChange,
  PublishedEntry,
  PublishedHeldChange,
  PublishedPull,
  PublishedSetAside,
} from './operations.ts';
import { storedContent } from './storage/stored-content.ts';
import type { EntryRow, PullRow, SetAsideRow } from './storage/tables.ts';

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
    lastSeenAt: lastSighting(
      { status: row.status, lastSeenAt: row.last_seen_at, unlistedSince: row.unlisted_since },
      channelOf(row.source_key) === 'source' ? lastSuccessAt : null,
    ),
    unlistedSince: row.unlisted_since,
  };
}

export function publishedChange(code: string, row: FeedRow): PublishedChange {
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
      unlistedSince: null,
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
    held: storedEvidence(row.held),
    decision: row.decision,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    decisionReason: row.decision_reason,
    settledBy: row.settled_by === null ? null : pullId(code, row.settled_by),
  };
}

/** @returns what approving would publish, as if it were published already */
export function publishedHeldChanges(code: string, approval: HeldApproval): PublishedHeldChange[] {
  const { number, at, state, entries } = approval;
  const { feed } = feedRows(
    entries.map(({ change }) => change),
    state,
    number,
    at,
  );
  return entries.flatMap(({ losses, before }, index) => {
    const row = feed[index];
    if (!row) return [];
    const { sourceKey, status, content, revision, position, firstSeenAt, unlistedSince } = before;
    const lastSeenAt = lastSighting(before, state.last_success_at);
    return {
      losses,
      before: { sourceKey, status, content, revision, position, firstSeenAt, lastSeenAt, unlistedSince },
      change: publishedChange(code, row),
    };
  });
}

export function publishedSetAside(row: SetAsideRow): PublishedSetAside {
  return { location: row.location, reason: row.reason, at: row.at };
}

/** Says which directory's pull it is, so that an id stands alone. */
function pullId(code: string, number: number): string {
  return `${code}-${number}`;
}

/** Null for an id that is no pull's of this directory. */
export function pullNumber(code: string, id: string): number | null {
  const number = Number(id.startsWith(`${code}-`) ? id.slice(code.length + 1) : Number.NaN);
  return Number.isSafeInteger(number) && pullId(code, number) === id && number <= largestNumber
    ? number
    : null;
}

/** Of an integer column. */
const largestNumber = 2 ** 31 - 1;
