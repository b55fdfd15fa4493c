import { type EntityManager, In } from 'typeorm';
import { addRows } from '../../../platform/database/rows.ts';
import { originOf } from '../matching/nodes.ts';
import type { Draft } from '../population/draft.ts';
import type { ContactRow } from './contact-row.ts';
import { StateOriginRow } from './state-origin-row.ts';

/** The origins of what is listed of some states: none that there is is missing. */
export async function originsOfStates(
  manager: EntityManager,
  iso3s: readonly string[],
): Promise<Map<string, Set<string>>> {
  const origins = new Map(iso3s.map((iso3) => [iso3, new Set<string>()]));
  for (const { iso3, origin } of await manager.findBy(StateOriginRow, { iso3: In([...iso3s]) }))
    origins.get(iso3)?.add(origin);
  return origins;
}

/** Keeps the origins in line with what a draft leaves. Only in the transaction that saves it. */
export async function keepOrigins(manager: EntityManager, draft: Draft): Promise<void> {
  const touched = [...draft.touchedContacts, ...draft.touchedSources, ...draft.droppedSources.values()];
  const states = [...new Set(touched.map(({ iso3 }) => iso3))];
  if (states.length === 0) return;
  const known = await originsOfStates(manager, states);
  const added: StateOriginRow[] = [];
  for (const iso3 of states) {
    const before = known.get(iso3) ?? new Set();
    const contacts = draft.isPart(iso3) ? null : draft.contactsOf(iso3);
    const sources = contacts
      ? contacts.flatMap(({ id }) => draft.sourcesOf(id))
      : [...draft.touchedSources].filter((source) => source.iso3 === iso3);
    const now = new Set(sources.map(originOf));
    if (contacts?.some(saysItself)) now.add('DIRECT');
    for (const origin of now) if (!before.has(origin)) added.push({ iso3, origin });
    const ended = [...before].filter((origin) => contacts && !now.has(origin));
    if (ended.length > 0) await manager.delete(StateOriginRow, { iso3, origin: In(ended) });
  }
  await addRows(manager, StateOriginRow, added);
}

/** Whether the state says anything of a contact, or kept it from an entry that may come back. */
const saysItself = ({ direct, kept_from }: ContactRow) =>
  Object.keys(direct).length > 0 || kept_from.length > 0;
