import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import type { SourceFacts } from '../population/source-facts.ts';
import { RegionalDirectoryRow } from './regional-directory-row.ts';

/** What is known of a directory, and how far its feed has been followed; null before it was first looked at. */
export function directoryRow(manager: EntityManager, code: string): Promise<RegionalDirectoryRow | null> {
  return manager.findOneBy(RegionalDirectoryRow, { code });
}

type Known = Omit<RegionalDirectoryRow, 'cursor' | 'reset_at'>;

const asKnown = (facts: SourceFacts): Known => ({
  code: facts.code,
  name: facts.name,
  levels: facts.levels,
  names_functions: facts.namesFunctions,
  participants: facts.participants,
  entries: facts.entryCount,
  schedule: facts.schedule,
  next_pull_at: facts.nextPullAt,
  position: facts.feedEnd.position,
  epoch: facts.feedEnd.epoch,
  last_success_at: facts.lastSuccessAt,
  last_pull: facts.lastPull,
});

/** Whether what a directory says of itself is what is stored of it already. */
export function isKnown(row: RegionalDirectoryRow | null, facts: SourceFacts): boolean {
  if (!row) return false;
  const { cursor, reset_at } = row;
  return isDeepStrictEqual({ ...row }, { ...asKnown(facts), cursor, reset_at });
}

/** Remembers what a directory says of itself, and how far its feed has been followed where that moved. */
export async function saveFacts(manager: EntityManager, facts: SourceFacts, cursor?: number): Promise<void> {
  const row = await directoryRow(manager, facts.code);
  // What another follower was told meanwhile may be further on.
  const isOlder = row !== null && row.position > facts.feedEnd.position;
  await manager.save(RegionalDirectoryRow, {
    ...asKnown(facts),
    ...(isOlder && { position: row.position, epoch: row.epoch }),
    cursor: cursor ?? row?.cursor ?? 0,
    reset_at: row?.reset_at ?? null,
  });
}

/** Goes on from the end of a feed, whatever was followed before. */
export async function saveNewFeed(
  manager: EntityManager,
  facts: SourceFacts,
  reset_at: Instant | null,
): Promise<void> {
  const cursor = facts.feedEnd.position;
  await manager.save(RegionalDirectoryRow, { ...asKnown(facts), cursor, reset_at });
}

/** What was last known, in the adapter's own terms; null where it never answered. */
export function factsOf(row: RegionalDirectoryRow): SourceFacts {
  return {
    code: row.code,
    name: row.name,
    levels: row.levels,
    namesFunctions: row.names_functions,
    removalsMayBeReplaced: false,
    participants: row.participants,
    entryCount: row.entries,
    schedule: row.schedule,
    nextPullAt: row.next_pull_at,
    feedEnd: { position: row.position, epoch: row.epoch },
    lastSuccessAt: row.last_success_at,
    lastPull: row.last_pull,
  };
}
