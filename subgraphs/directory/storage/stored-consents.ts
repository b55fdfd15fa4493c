import { z } from 'zod';
import type { StorageLocation } from '../../../platform/database/database.ts';
import { readingStored, storedLedgers } from '../../../platform/ledger/open-for-reading.ts';
import { directoryLedger } from '../ledger/tell.ts';
import { consentStatuses } from './consent-row.ts';

const StoredConsents = z.array(
  z.object({
    id: z.string(),
    iso3: z.string(),
    directory: z.string(),
    status: z.enum(consentStatuses),
    ended_at: z.string().nullable(),
  }),
);
export type StoredConsent = z.infer<typeof StoredConsents>[number];

/** All consents in a storage that nobody has opened; none where there is no directory in it. */
export async function storedConsents(location: StorageLocation): Promise<readonly StoredConsent[]> {
  if (!(await storedLedgers(location)).includes(directoryLedger)) return [];
  return readingStored(location, directoryLedger, async (manager) =>
    StoredConsents.parse(await manager.query('SELECT id, iso3, directory, status, ended_at FROM consent')),
  );
}
