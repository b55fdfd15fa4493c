import type { EntityManager } from 'typeorm';
import { directoryRow } from '../storage/regional-directories.ts';
import type { RegionalDirectoryRow } from '../storage/regional-directory-row.ts';
import type { SourceFacts } from './source-facts.ts';

/**
 * Whether an adapter speaks of another feed than the one that was followed: its storage was reset, or restored from a backup
 * and written on. Then the change that was the feed's end is not there, or was written at another time.
 */
export function isAnotherFeed(
  known: RegionalDirectoryRow,
  { facts, epochThen }: { readonly facts: SourceFacts; readonly epochThen: string | null },
): boolean {
  // What was followed before epochs were told is known by its length alone.
  return known.epoch === null ? facts.feedEnd.position < known.cursor : epochThen !== known.epoch;
}

/** Whether a feed was followed on, or begun anew, since it was looked at. */
export async function isFollowedFurther(
  manager: EntityManager,
  code: string,
  known: RegionalDirectoryRow | null,
): Promise<boolean> {
  const row = await directoryRow(manager, code);
  return (row?.cursor ?? 0) !== (known?.cursor ?? 0) || (row?.reset_at ?? null) !== (known?.reset_at ?? null);
}
