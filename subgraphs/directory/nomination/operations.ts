import DataLoader from 'dataloader';
import { In } from 'typeorm';
import type { MemberState } from '../../../platform/states/states.ts';
import type { Loaders } from '../loaders.ts';
import type { DirectoryParts } from '../parts.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { NominationRouteRow, NominationRow } from '../storage/nomination-rows.ts';
import { type CheckRequest, type ContactCheck, checkContact } from './check-contact.ts';
import { type Named, type Nomination, nominationOf, nothingNamed } from './points.ts';
import { type NominationRequest, setNomination } from './set-nomination.ts';

/** How states nominate, and whether what they are about to say is in order. */
export interface NominationOperations {
  /** The time it is, for what depends on it: whether somebody answers, whether a key has expired. */
  now(): Date;
  nominationOf(iso3: string): Promise<Nomination>;
  setNomination(request: NominationRequest): Promise<MemberState>;
  /** Nothing is saved. */
  checkContact(request: CheckRequest): Promise<ContactCheck>;
}

export function nominationOperations(
  parts: DirectoryParts,
  loaders: Loaders,
  subject: string,
): NominationOperations {
  const { database, clock } = parts;
  const stored = new DataLoader(
    (iso3s: readonly string[]) =>
      database.read(async (manager) => {
        const iso3 = In([...iso3s]);
        const rows = await manager.findBy(NominationRow, { iso3 });
        const routes = await manager.find(NominationRouteRow, { where: { iso3 }, order: { place: 'ASC' } });
        return iso3s.map((state) => ({
          row: rows.find((one) => one.iso3 === state) ?? null,
          routes: routes.filter((one) => one.iso3 === state),
        }));
      }),
    { cache: false },
  );
  /** An id of one that became part of another leads to that other. */
  const namedBy = async (iso3: string): Promise<Named> => {
    const { row, routes } = await stored.load(iso3);
    if (row?.model !== 'SINGLE' || row.single_contact_id === null) return nothingNamed;
    const live = async (id: string): Promise<ContactRow | null> => loaders.contact.load(id);
    const found = await Promise.all(
      routes.map(async (route) => ({ function: route.function, contact: await live(route.contact_id) })),
    );
    return {
      model: row.model,
      singlePoint: await live(row.single_contact_id),
      routes: found.flatMap(({ contact, ...route }) => (contact ? [{ ...route, contact }] : [])),
    };
  };
  return {
    now: () => clock.now(),
    nominationOf: async (iso3) => nominationOf(await namedBy(iso3), await loaders.contactsOf.load(iso3)),
    setNomination: async (request) => {
      const state = await setNomination(parts, request, subject);
      loaders.forget();
      return state;
    },
    checkContact: (request) => checkContact(parts, request),
  };
}
