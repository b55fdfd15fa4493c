import type { EntityManager } from 'typeorm';
import { channelOf } from '../../../platform/vocabulary/entry-channel.ts';
import { entangledStates, loadPart, together } from '../storage/load-part.ts';
import { originsOfStates } from '../storage/state-origins.ts';
import { loadStates } from '../storage/states.ts';
import type { StoredStates } from './draft-terms.ts';
import type { Observation } from './observation.ts';

// What changes an entry of a state hangs on all that is listed of the state in two ways only: which entries are one, and whether
// anybody is left for a function. Entries of one origin are never one. So where all that is listed, and all that waits, comes from
// a directory's source, and nothing waits for who is left, the entries that change are enough; that somebody is left can be seen
// from a few, and that nobody is, from all.

export interface StatesForNews {
  readonly stored: StoredStates;
  /** States of which only the entries in the news were read. */
  readonly parts: ReadonlySet<string>;
}

/** Which states have to be read whole for news of a directory's entries. */
export async function statesNeededWhole(
  manager: EntityManager,
  directory: string,
  iso3s: readonly string[],
  news: readonly Observation[],
): Promise<Set<string>> {
  const entangled = await entangledStates(manager, directory, iso3s);
  const submitted = new Set(news.filter(isSubmitted).map(({ iso3 }) => iso3));
  const origins = await originsOfStates(manager, iso3s);
  const isAnother = (origin: string) => origin !== directory;
  const isWhole = (iso3: string) =>
    entangled.has(iso3) || submitted.has(iso3) || [...(origins.get(iso3) ?? [])].some(isAnother);
  return new Set(iso3s.filter(isWhole));
}

/** What is submitted is little, and its states are read whole. */
const isSubmitted = ({ sourceKey }: Observation) => channelOf(sourceKey) === 'submission';

/** Reads some states for news of a directory's entries. */
export async function loadForNews(
  manager: EntityManager,
  directory: string,
  iso3s: readonly string[],
  news: readonly Observation[],
  whole: ReadonlySet<string>,
): Promise<StatesForNews> {
  const parts = new Set(iso3s.filter((iso3) => !whole.has(iso3)));
  const stored = await loadStates(
    manager,
    iso3s.filter((iso3) => whole.has(iso3)),
  );
  if (parts.size === 0) return { stored, parts };
  const own = news.filter(({ iso3 }) => parts.has(iso3));
  const part = await loadPart(manager, {
    iso3s: [...parts],
    directory,
    sourceKeys: [...new Set(own.map(({ sourceKey }) => sourceKey))],
    withOthers: [...new Set(own.filter(({ entry }) => entry === null).map(({ iso3 }) => iso3))],
  });
  return { stored: together(stored, part), parts };
}
