import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict } from '../../../platform/errors/problem.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { mustTakePart } from '../participation/standing.ts';
import { adapterOf, type DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { observationsOfReading } from '../population/observation.ts';
import { onReading } from '../population/on-reading.ts';
import { planNews } from '../population/plan.ts';
import type { StateReading } from '../population/regional-adapter.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import { activeConsent } from '../storage/consents.ts';
import { loadStates, saveDraft } from '../storage/states.ts';

export interface RefusedEntry {
  readonly state: string;
  readonly directory: string;
  readonly sourceKey: string;
}

/**
 * Takes a refusal back: the entry is copied, or waits for a yes, as the consent in force says, from what its directory has now.
 * @throws Problem BAD_USER_INPUT where it is not refused, or INTERNAL_SERVER_ERROR where the directory does not answer
 */
export async function releaseEntry(
  parts: DirectoryParts,
  refused: RefusedEntry,
  releasedBy: string,
): Promise<ConsentRow> {
  const adapter = adapterOf(parts, refused.directory, 'directory');
  const entry = {
    iso3: refused.state.trim().toUpperCase(),
    directory: adapter.code,
    source_key: refused.sourceKey,
  };
  return onReading(parts, adapter, entry.iso3, (reading, isOvertaken) =>
    parts.database.write(async (manager) =>
      (await isOvertaken(manager)) ? 'overtaken' : releaseOn(manager, parts, entry, reading, releasedBy),
    ),
  );
}

async function releaseOn(
  manager: EntityManager,
  parts: DirectoryParts,
  entry: { iso3: string; directory: string; source_key: string },
  reading: StateReading,
  releasedBy: string,
): Promise<ConsentRow> {
  await expireConsentsWithin(manager, parts.clock);
  await mustTakePart(manager, entry.iso3);
  const consent = await activeConsent(manager, entry.iso3, entry.directory);
  if (!consent) throw conflict('There is no consent in force for this directory: nothing is copied from it.');
  const now = instant(parts.clock.now());
  const draft = new Draft(await loadStates(manager, [entry.iso3]), now, randomUUID);
  if (!draft.answers.about(entry)?.refusal)
    throw badInput('sourceKey', 'This entry is not refused. See "refusedEntries" of the consent.');
  draft.answers.set(entry, { refusal: null, refused_content: null });
  planNews(draft, {
    directory: entry.directory,
    consents: new Map([[entry.iso3, consent]]),
    observations: observationsOfReading(entry.iso3, reading, [], now).filter(
      ({ sourceKey }) => sourceKey === entry.source_key,
    ),
    actorOf: () => releasedBy,
  });
  await saveDraft(manager, draft);
  return consent;
}
