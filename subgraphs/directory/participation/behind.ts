import type { EntityManager } from 'typeorm';
import { ConsentRow } from '../storage/consent-row.ts';

/** The directories whose changes a state missed while it stood aside: those it consents to. */
export async function directoriesConsentedTo(manager: EntityManager, iso3: string): Promise<string[]> {
  const consents = await manager.findBy(ConsentRow, { iso3, status: 'ACTIVE' });
  return consents.map(({ directory }) => directory).sort();
}
