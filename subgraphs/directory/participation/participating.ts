import type { EntityManager } from 'typeorm';
import { IsNull, Not } from 'typeorm';
import { ConsentRow } from '../storage/consent-row.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { ParticipationRow } from '../storage/participation-row.ts';
import { statesAside } from './standing.ts';

/** States that take part: they joined, consent to a directory, or have a contact; and do not stand aside. */
export async function participatingStates(manager: EntityManager): Promise<ReadonlySet<string>> {
  const select = { id: true, iso3: true };
  const consenting = await manager.find(ConsentRow, { select, where: { status: 'ACTIVE' } });
  const listed = await manager
    .createQueryBuilder(ContactRow, 'contact')
    .select('contact.iso3', 'iso3')
    .where('contact.removed_at IS NULL')
    .distinct()
    .getRawMany<{ iso3: string }>();
  const joined = await manager.findBy(ParticipationRow, { joined_at: Not(IsNull()) });
  const aside = await statesAside(manager);
  const taking = [...consenting, ...listed, ...joined].filter(({ iso3 }) => !aside.has(iso3));
  return new Set(taking.map(({ iso3 }) => iso3));
}

/** Whether a state has a consent in force, or a contact. */
export async function hasConsentOrContact(manager: EntityManager, iso3: string): Promise<boolean> {
  return (
    (await manager.existsBy(ConsentRow, { iso3, status: 'ACTIVE' })) ||
    (await manager.existsBy(ContactRow, { iso3, removed_at: IsNull() }))
  );
}
