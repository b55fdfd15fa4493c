import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import type { SourceFacts } from '../population/source-facts.ts';
import { RegionalDirectoryRow } from './regional-directory-row.ts';

/** The last change of a directory's feed that has taken effect. */
export async function cursorOf(manager: EntityManager, code: string): Promise<number> {
  return (await manager.findOneBy(RegionalDirectoryRow, { code }))?.cursor ?? 0;
}

type Known = Omit<RegionalDirectoryRow, 'cursor'>;

const asKnown = (facts: SourceFacts): Known => ({
  code: facts.code,
  name: facts.name,
  levels: facts.levels,
  names_functions: facts.namesFunctions,
  participants: facts.participants,
  entries: facts.entryCount,
  schedule: facts.schedule,
  next_pull_at: facts.nextPullAt,
  position: facts.position,
  last_success_at: facts.lastSuccessAt,
  last_pull: facts.lastPull,
});

/** Whether what a directory says of itself is what is stored of it already. */
export function isKnown(row: RegionalDirectoryRow | null, facts: SourceFacts): boolean {
  return row !== null && isDeepStrictEqual({ ...row }, { ...asKnown(facts), cursor: row.cursor });
}

/** Remembers what a directory says of itself, and how far its feed has been followed where that moved. */
export async function saveFacts(manager: EntityManager, facts: SourceFacts, cursor?: number): Promise<void> {
  const reached = cursor ?? (await cursorOf(manager, facts.code));
  await manager.save(RegionalDirectoryRow, { ...asKnown(facts), cursor: reached });
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
    position: row.position,
    lastSuccessAt: row.last_success_at,
    lastPull: row.last_pull,
  };
}
