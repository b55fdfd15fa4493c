import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type Instant, instant } from '../../../platform/clock/clock.ts';
import { actingAs, theProduct } from '../../../platform/ledger/actor.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import type { Claims } from '../contacts/claims.ts';
import { notFollowed } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { ConsentRow } from '../storage/consent-row.ts';
import { saveNewFeed } from '../storage/regional-directories.ts';
import type { RegionalDirectoryRow } from '../storage/regional-directory-row.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { Draft } from './draft.ts';
import { type Observation, observationsOfReading } from './observation.ts';
import { planNews } from './plan.ts';
import type { Reading, RegionalAdapter } from './regional-adapter.ts';
import type { RegionalEntry } from './regional-entry.ts';
import { isFollowedFurther } from './same-feed.ts';
import type { SourceFacts } from './source-facts.ts';

// When an adapter begins anew (its storage was reset, or restored from a backup), the numbers of its changes mean nothing here
// any more. Then every copy is compared with what the adapter lists, by the same rules as ever, and its feed is followed from
// there. Nothing is taken away because of it: what the adapter does not list is kept and marked, and what it knew before the
// copy is older than the copy and waits. Once its source has been read in full since, all is compared once more: what is still
// not listed then is for the state to decide.

/** Compares all copies with what the adapter lists now, and follows its feed from there, in one transaction. */
export async function beginAnew(
  parts: DirectoryParts,
  adapter: RegionalAdapter,
  known: RegionalDirectoryRow,
): Promise<void> {
  parts.log.warn(
    { directory: adapter.code, cursor: known.cursor },
    'the adapter began anew: its entries are compared with the copies, and its feed is followed from there',
  );
  await compareAll(parts, adapter, known, { missingAs: 'unknown', resetAt: instant(parts.clock.now()) });
}

/** Whether the source has been read in full since its adapter began anew. */
export function isReadSince({ reset_at }: RegionalDirectoryRow, { lastSuccessAt }: SourceFacts): boolean {
  return reset_at !== null && lastSuccessAt !== null && lastSuccessAt > reset_at;
}

/** Ends what `beginAnew` began, once the source has been read in full since. */
export async function endReset(
  parts: DirectoryParts,
  adapter: RegionalAdapter,
  known: RegionalDirectoryRow,
): Promise<void> {
  await compareAll(parts, adapter, known, { missingAs: 'lost', resetAt: null });
}

async function compareAll(
  parts: DirectoryParts,
  adapter: RegionalAdapter,
  known: RegionalDirectoryRow,
  { missingAs, resetAt }: { readonly missingAs: 'unknown' | 'lost'; readonly resetAt: Instant | null },
): Promise<void> {
  const directory = adapter.code;
  const reading = await adapter.readAll();
  await parts.database.write(async (manager) => {
    if (await isFollowedFurther(manager, directory, known)) return;
    await expireConsentsWithin(manager, parts.clock);
    const consents = await consentsFrom(manager, directory, reading.facts);
    const now = instant(parts.clock.now());
    const draft = new Draft(await loadStates(manager, [...consents.keys()]), now, randomUUID);
    renumber(draft, directory, reading.facts);
    const actorOf = ({ pull }: Observation) => `pull ${pull ?? directory}`;
    const waiting = await notFollowed(manager, [...consents.keys()], directory);
    for (const [iso3, entries] of entriesByState(reading, [...consents.keys()])) {
      if (waiting.has(iso3)) continue;
      const held = keysHeld(draft, iso3, directory);
      const seen = observationsOfReading(iso3, { ...reading, entries }, held, now, missingAs);
      const observations = seen.filter((observation) => !isOlder(draft, directory, observation));
      planNews(draft, { directory, consents, observations, actorOf });
    }
    await actingAs(theProduct(`follow ${directory}`), () => saveDraft(manager, draft));
    await saveNewFeed(manager, reading.facts, resetAt);
  });
}

/** The consents in force, by state; from now on each stands in the feed where it is read from. */
async function consentsFrom(
  manager: EntityManager,
  directory: string,
  { feedEnd: { position: feed_position } }: SourceFacts,
): Promise<Map<string, ConsentRow>> {
  const inForce = { directory, status: 'ACTIVE' as const };
  await manager.update(ConsentRow, inForce, { feed_position });
  return new Map((await manager.findBy(ConsentRow, inForce)).map((row) => [row.iso3, row]));
}

/** No number of the feed before may stand for a change of this one. */
function renumber(draft: Draft, directory: string, { feedEnd: { position: end } }: SourceFacts): void {
  const sources = draft
    .sourcesWhere((source) => source.directory === directory)
    .filter(({ position }) => position > end);
  const waiting = draft.waiting().filter((row) => row.directory === directory && row.position > end);
  for (const row of [...sources, ...waiting]) row.position = end;
  for (const row of sources) draft.touchedSources.add(row);
  for (const row of waiting) draft.touchedProposals.add(row);
}

function entriesByState(reading: Reading, states: readonly string[]): Map<string, RegionalEntry[]> {
  const byState = new Map(states.map((iso3): [string, RegionalEntry[]] => [iso3, []]));
  for (const entry of reading.entries) byState.get(entry.state?.iso3 ?? '')?.push(entry);
  return byState;
}

/** The entries of which a state has a copy, or of which something waits. */
export function keysHeld(draft: Draft, iso3: string, directory: string): string[] {
  const held = [...draft.sourcesWhere((source) => source.directory === directory), ...draft.waiting()].filter(
    (row) => row.iso3 === iso3 && row.directory === directory,
  );
  return [...new Set(held.map(({ source_key }) => source_key))];
}

/** Whether what is copied, or waits, was known after the adapter last saw the entry: a backup takes nothing back. */
function isOlder(draft: Draft, directory: string, { iso3, sourceKey, entry }: Observation): boolean {
  if (!entry) return false;
  const named = { iso3, directory, source_key: sourceKey };
  const isLater = (claims: Claims | null | undefined) =>
    Object.values(claims ?? {}).some(({ at }) => at > entry.lastSeenAt);
  return isLater(draft.source(named)?.claims) || isLater(draft.waitingFor(named)?.claims);
}
