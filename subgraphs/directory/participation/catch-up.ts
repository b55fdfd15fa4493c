import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { actingAs, theProduct } from '../../../platform/ledger/actor.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { followFeed } from '../population/follow.ts';
import { type Observation, observationsOfReading } from '../population/observation.ts';
import { onReading } from '../population/on-reading.ts';
import { planNews } from '../population/plan.ts';
import type { RegionalAdapter, StateReading } from '../population/regional-adapter.ts';
import { keysHeld } from '../population/reset.ts';
import { ConsentRow } from '../storage/consent-row.ts';
import { activeConsent } from '../storage/consents.ts';
import { ParticipationRow } from '../storage/participation-row.ts';
import { directoryRow } from '../storage/regional-directories.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { standsAside } from './standing.ts';

/** Follows a directory's feed, also for the states that stood aside while it went on. @throws as `followFeed` */
export async function followDirectory(
  parts: DirectoryParts,
  adapter: RegionalAdapter,
  signal?: AbortSignal,
): Promise<void> {
  await followFeed(parts, adapter, signal);
  const rows = await parts.database.read((manager) => manager.find(ParticipationRow));
  for (const row of rows) {
    signal?.throwIfAborted();
    if (isBehind(row, adapter)) await catchUp(parts, adapter, row.iso3);
  }
}

/**
 * What a state missed of each directory while it stood aside. A directory that does not answer is caught up with once it
 * does: until then nothing of it is copied for the state.
 */
export async function catchUpOf(parts: DirectoryParts, iso3: string): Promise<void> {
  const row = await parts.database.read((manager) => manager.findOneBy(ParticipationRow, { iso3 }));
  for (const code of row?.behind ?? []) {
    const adapter = parts.adapters.get(code);
    if (!adapter) continue;
    await catchUp(parts, adapter, iso3).catch((err) =>
      parts.log.warn(
        { err, directory: code },
        'a state that resumed is not caught up with; it will be tried again',
      ),
    );
  }
}

const isBehind = (row: ParticipationRow, { code }: RegionalAdapter) =>
  row.behind.includes(code) && !standsAside(row);

/** Compares the state's copies with its entries as they are now, by the same rules as ever. */
async function catchUp(parts: DirectoryParts, adapter: RegionalAdapter, iso3: string): Promise<void> {
  await onReading(parts, adapter, iso3, (reading, isOvertaken) =>
    parts.database.write(async (manager) => {
      if (await isOvertaken(manager)) return 'overtaken';
      const row = await manager.findOneBy(ParticipationRow, { iso3 });
      if (!row || !isBehind(row, adapter)) return null;
      await expireConsentsWithin(manager, parts.clock);
      const consent = await activeConsent(manager, iso3, adapter.code);
      if (consent) await copyAnew(manager, parts, consent, reading);
      const behind = row.behind.filter((code) => code !== adapter.code);
      await manager.update(ParticipationRow, { iso3 }, { behind });
      return null;
    }),
  );
}

async function copyAnew(
  manager: EntityManager,
  parts: DirectoryParts,
  consent: ConsentRow,
  reading: StateReading,
): Promise<void> {
  const { iso3, directory } = consent;
  const { feedEnd, removalsMayBeReplaced } = reading.facts;
  const now = instant(parts.clock.now());
  const draft = new Draft(await loadStates(manager, [iso3]), now, randomUUID);
  const isAnew = ((await directoryRow(manager, directory))?.reset_at ?? null) !== null;
  const held = keysHeld(draft, iso3, directory);
  planNews(draft, {
    directory,
    removalsMayBeReplaced,
    consents: new Map([[iso3, consent]]),
    observations: observationsOfReading(iso3, reading, held, now, isAnew ? 'unknown' : 'gone'),
    actorOf: ({ pull }: Observation) => `pull ${pull ?? directory}`,
  });
  await manager.update(ConsentRow, { id: consent.id }, { feed_position: feedEnd.position });
  await actingAs(theProduct(`follow ${directory}`), () => saveDraft(manager, draft));
}
