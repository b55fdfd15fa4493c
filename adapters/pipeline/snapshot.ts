import { In } from 'typeorm';
import type { Instant } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { KnownEntry } from '../contract.ts';
import { type Channel, channelOf } from './channel.ts';
import { storedContent } from './storage/stored-content.ts';
import { EntryRow } from './storage/tables.ts';

/** An entry as it was known before this pull. */
export interface SnapshotEntry extends KnownEntry {
  readonly source: unknown;
  readonly revision: string;
  readonly position: number;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** Since when its source no longer lists it, while its removal is held. */
  readonly unlistedSince: Instant | null;
}

/** Entries by their key. */
export type Snapshot = ReadonlyMap<string, SnapshotEntry>;

const keysAtOnce = 500;

/** What is known of a channel: of all its entries, or, so that the cost follows the changes, of those a read of movements names. */
export async function loadSnapshot(
  database: Database,
  keys: readonly string[] | 'all',
  channel: Channel,
): Promise<Snapshot> {
  const rows = await database.read(async (manager) => {
    if (keys === 'all') return manager.find(EntryRow);
    const found: EntryRow[] = [];
    for (let from = 0; from < keys.length; from += keysAtOnce) {
      const some = keys.slice(from, from + keysAtOnce);
      found.push(...(await manager.findBy(EntryRow, { source_key: In(some) })));
    }
    return found;
  });
  const own = rows.filter(({ source_key }) => channelOf(source_key) === channel);
  return new Map(own.map((row) => [row.source_key, snapshotEntry(row)]));
}

export function snapshotEntry(row: EntryRow): SnapshotEntry {
  return {
    sourceKey: row.source_key,
    status: row.status,
    content: storedContent(row.content),
    source: JSON.parse(row.source),
    revision: row.source_revision,
    position: row.position,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    unlistedSince: row.unlisted_since,
  };
}
