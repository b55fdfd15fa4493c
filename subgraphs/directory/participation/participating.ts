import type { EntityManager } from 'typeorm';
import { In, IsNull, Not } from 'typeorm';
import { z } from 'zod';
import { memberStates } from '../../../platform/states/states.ts';
import { ConsentRow } from '../storage/consent-row.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { ParticipationRow } from '../storage/participation-row.ts';
import { statesAside } from './standing.ts';

/** States that take part: they joined, consent to a directory, or have a contact; and do not stand aside. */
export async function participatingStates(manager: EntityManager): Promise<ReadonlySet<string>> {
  const select = { id: true, iso3: true };
  const consenting = await manager.find(ConsentRow, { select, where: { status: 'ACTIVE' } });
  const listed = await withContact(
    manager,
    memberStates.map(({ iso3 }) => iso3),
  );
  const joined = await manager.findBy(ParticipationRow, { joined_at: Not(IsNull()) });
  const aside = await statesAside(manager);
  const taking = [...consenting, ...listed, ...joined].filter(({ iso3 }) => !aside.has(iso3));
  return new Set(taking.map(({ iso3 }) => iso3));
}

const Listed = z.array(z.object({ iso3: z.string() }));

/** Those of some states that have a contact. Of each, one is looked for: however many there are. */
async function withContact(
  manager: EntityManager,
  iso3s: readonly string[],
): Promise<{ readonly iso3: string }[]> {
  const asked = [...new Set(iso3s)];
  const states = asked.map((_, place) => `SELECT :state${place} AS iso3`).join(' UNION ALL ');
  const one = manager
    .createQueryBuilder(ContactRow, 'contact')
    .select('1')
    .where('contact.iso3 = asked.iso3 AND contact.removed_at IS NULL');
  return Listed.parse(
    await manager
      .createQueryBuilder()
      .select('asked.iso3', 'iso3')
      .from(`(${states})`, 'asked')
      .where(`EXISTS (${one.getQuery()})`)
      .setParameters(Object.fromEntries(asked.map((iso3, place) => [`state${place}`, iso3])))
      .getRawMany(),
  );
}

/** Those of some states that have a consent in force, or a contact. */
export async function withConsentOrContact(
  manager: EntityManager,
  iso3s: readonly string[],
): Promise<ReadonlySet<string>> {
  const iso3 = In([...new Set(iso3s)]);
  const consenting = await manager.find(ConsentRow, {
    select: { id: true, iso3: true },
    where: { iso3, status: 'ACTIVE' },
  });
  const listed = await withContact(manager, iso3s);
  return new Set([...consenting, ...listed].map((row) => row.iso3));
}

export async function hasConsentOrContact(manager: EntityManager, iso3: string): Promise<boolean> {
  return (await withConsentOrContact(manager, [iso3])).has(iso3);
}
