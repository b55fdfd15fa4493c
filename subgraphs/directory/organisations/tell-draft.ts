import type { EntityManager } from 'typeorm';
import type { Draft } from '../population/draft.ts';
import { tellOutcomes } from './tell-outcomes.ts';

/** Tells what a draft, just saved, has changed for entries of regional directories. */
export async function tellOutcomesOf(manager: EntityManager, draft: Draft): Promise<void> {
  const dropped = [...draft.droppedSources.values()];
  const touched = [
    ...draft.touchedContacts,
    ...draft.touchedSources,
    ...dropped,
    ...draft.touchedProposals,
    ...draft.answers.touched,
    ...draft.conflicts.touched,
    ...draft.conflicts.dropped,
  ];
  // A copy that went after its entry was no longer listed.
  const gone = dropped.filter(({ present }) => !present);
  await tellOutcomes(
    manager,
    touched.map(({ iso3 }) => iso3),
    draft.now,
    gone,
  );
}
