import type { Instant } from '../../platform/clock/clock.ts';
import type { EntryChange } from './diff.ts';
import { lastSighting } from './last-sighting.ts';
import type { ChangeRow, EntryRow, SourceStateRow } from './storage/tables.ts';

/** A change before it is published. */
export type FeedRow = Omit<ChangeRow, 'epoch'>;

export interface FeedRows {
  readonly entries: readonly EntryRow[];
  readonly feed: readonly FeedRow[];
  /** The feed's new position. */
  readonly position: number;
}

/** What changes come to as rows: of the snapshot, and, numbered on, of the feed. */
export function feedRows(
  changes: readonly EntryChange[],
  state: Pick<SourceStateRow, 'position' | 'last_success_at'>,
  pullNumber: number,
  at: Instant,
): FeedRows {
  let { position } = state;
  const feed: FeedRow[] = [];
  const entries: EntryRow[] = [];
  for (const change of changes) {
    if (change.kind) position += 1;
    const own = change.kind ? position : (change.before?.position ?? 0);
    const entry = entryRow(change, own, state.last_success_at, at);
    entries.push(entry);
    if (!change.kind) continue;
    feed.push({
      seq: position,
      at,
      pull_number: pullNumber,
      kind: change.kind,
      source_key: entry.source_key,
      status: entry.status,
      content: entry.content,
      source_revision: entry.source_revision,
      first_seen_at: entry.first_seen_at,
      last_seen_at: entry.last_seen_at,
    });
  }
  return { entries, feed, position };
}

function entryRow(
  { sourceKey, before, after }: EntryChange,
  position: number,
  lastSuccessAt: Instant | null,
  at: Instant,
): EntryRow {
  return {
    source_key: sourceKey,
    participant: after.content.participant,
    iso3: after.content.iso3,
    status: after.status,
    content: JSON.stringify(after.content),
    source: JSON.stringify(after.source),
    source_revision: after.revision,
    position,
    first_seen_at: before?.firstSeenAt ?? at,
    last_seen_at: after.status === 'PRESENT' || !before ? at : lastSighting(before, lastSuccessAt),
    unlisted_since: null,
  };
}
