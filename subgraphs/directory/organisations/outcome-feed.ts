import { type EntityManager, MoreThan } from 'typeorm';
import { EntryOutcomeEventRow } from '../storage/entry-outcome-row.ts';
import { lastSeq } from './tell-outcomes.ts';

export interface OutcomeFeedQuery {
  readonly directory: string;
  /** The last position already known; 0 for all. */
  readonly after: number;
  readonly first: number;
}

export interface OutcomeFeedPage {
  readonly events: EntryOutcomeEventRow[];
  /** Where the page ends: the `after` of the next one. Without events, where the feed ends. */
  readonly position: number;
  readonly hasMore: boolean;
}

/** A directory's feed of outcomes after a position, in the order of commits. */
export async function outcomeFeed(
  manager: EntityManager,
  { directory, after, first }: OutcomeFeedQuery,
): Promise<OutcomeFeedPage> {
  // The end is read first: an event committed in between must not be skipped.
  const end = await lastSeq(manager, directory);
  const found = await manager.find(EntryOutcomeEventRow, {
    where: { directory, seq: MoreThan(after) },
    order: { seq: 'ASC' },
    take: first + 1,
  });
  const events = found.slice(0, first);
  return { events, position: events.at(-1)?.seq ?? end, hasMore: found.length > first };
}
