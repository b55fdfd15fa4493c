import type { EntityManager } from 'typeorm';
import { Problem } from '../../../platform/errors/problem.ts';
import type { DirectoryParts } from '../parts.ts';
import { directoryRow } from '../storage/regional-directories.ts';
import { followFeed } from './follow.ts';
import type { RegionalAdapter, StateReading } from './regional-adapter.ts';
import { isAnotherFeed } from './same-feed.ts';

const attempts = 5;

/**
 * Acts on a reading of a state's entries. The act is done again on a newer one where it finds, in its own transaction, that
 * the feed was followed past the reading meanwhile: such changes would be in neither the reading nor the feed to come.
 * @throws Problem INTERNAL_SERVER_ERROR where the adapter does not answer, or the feed is followed faster than it is read
 */
export async function onReading<T>(
  parts: DirectoryParts,
  adapter: RegionalAdapter,
  iso3: string,
  act: (
    reading: StateReading,
    isOvertaken: (manager: EntityManager) => Promise<boolean>,
  ) => Promise<T | 'overtaken'>,
): Promise<T> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const known = await parts.database.read((manager) => directoryRow(manager, adapter.code));
    const reading = await adapter.readState(iso3, known?.position ?? 0);
    if (known && isAnotherFeed(known, reading)) {
      await followFeed(parts, adapter);
      continue;
    }
    const done = await act(reading, async (manager) => {
      const row = await directoryRow(manager, adapter.code);
      const isAnew = (row?.reset_at ?? null) !== (known?.reset_at ?? null);
      return isAnew || (row?.cursor ?? 0) > reading.facts.feedEnd.position;
    });
    if (done !== 'overtaken') return done;
  }
  throw new Problem(
    'INTERNAL_SERVER_ERROR',
    `${adapter.code} is being read just now, faster than its entries could be copied. Nothing was changed. Try again in a minute.`,
  );
}
