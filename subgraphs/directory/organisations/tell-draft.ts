import type { EntityManager } from 'typeorm';
import type { Draft } from '../population/draft.ts';
import type { EntryOfState } from '../population/draft-terms.ts';
import { tellOutcomes } from './tell-outcomes.ts';

/** The entries of some states that a draft changes anything of, by directory. */
function changedEntries(draft: Draft, states: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const among = new Set(states);
  const found = new Map<string, Set<string>>();
  const changed: readonly EntryOfState[] = [
    ...draft.touchedSources,
    ...draft.droppedSources.values(),
    ...draft.touchedProposals,
    ...draft.answers.touched,
    ...[...draft.touchedContacts].flatMap(({ id }) => draft.sourcesOf(id)),
  ];
  for (const { iso3, directory, source_key } of changed) {
    if (!among.has(iso3)) continue;
    found.set(directory, (found.get(directory) ?? new Set<string>()).add(source_key));
  }
  return found;
}

/** Tells what a draft, just saved, has changed for entries of regional directories. */
export async function tellOutcomesOf(manager: EntityManager, draft: Draft): Promise<void> {
  const dropped = [...draft.droppedSources.values()];
  const touched: { readonly iso3: string }[] = [
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
  const states = new Set(touched.map(({ iso3 }) => iso3));
  const whole = [...states].filter((iso3) => !draft.isPart(iso3));
  await tellOutcomes(manager, whole, draft.now, { gone });
  const parts = [...states].filter((iso3) => draft.isPart(iso3));
  for (const [directory, keys] of changedEntries(draft, parts))
    await tellOutcomes(manager, parts, draft.now, { gone, named: { directory, keys } });
}
