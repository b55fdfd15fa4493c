import { type EntityManager, type FindOperator, In, Not } from 'typeorm';
import { findIn } from '../../../platform/database/find-in.ts';
import { channelOrigin } from '../contacts/origins.ts';
import { statesAside } from '../participation/standing.ts';
import { type EntryOfState, entryKey } from '../population/draft-terms.ts';
import { ConflictRow } from '../storage/conflict-row.ts';
import { ConsentRow } from '../storage/consent-row.ts';
import { CopySourceRow } from '../storage/copy-source-row.ts';
import { EntryDecisionRow } from '../storage/entry-decision-row.ts';
import { ProposalRow } from '../storage/proposal-row.ts';
import type { Standing, StoredEntry } from './outcome.ts';

/** Which entries: those of some states, or of one directory. */
export interface EntriesWhere {
  readonly iso3s?: readonly string[];
  readonly directory?: string;
}

/** Some entries of one directory, of whichever states have to do with them. */
export interface NamedEntries {
  readonly iso3s: readonly string[];
  readonly directory: string;
  readonly keys: ReadonlySet<string>;
}

/** All that is stored here of regional entries, as far as their outcome depends on it, by `entryKey`. No contact data is read. */
export async function storedEntries(
  manager: EntityManager,
  which: EntriesWhere | NamedEntries,
): Promise<Map<string, EntryOfState & StoredEntry>> {
  const entries = new Map<string, EntryOfState & StoredEntry>();
  const aside = await statesAside(manager, which.iso3s ?? null);
  const entryOf = ({ iso3, directory, source_key }: EntryOfState) => {
    const entry = { iso3, directory, source_key };
    const isPaused = aside.has(iso3);
    const known = entries.get(entryKey(entry)) ?? { ...entry, ...nothing, isPaused };
    entries.set(entryKey(entry), known);
    return known;
  };
  const entry = { iso3: true, directory: true, source_key: true } as const;

  const copies = await rowsOfEntries(which, (where) =>
    manager.find(CopySourceRow, {
      select: { ...entry, contact_id: true, present: true, position: true },
      where,
    }),
  );
  const differing = await differences(manager, which);
  for (const row of copies) {
    const { contact_id: contactId, present, position } = row;
    const stored = entryOf(row);
    stored.copy = { contactId, present, position };
    stored.differs = (differing.get(contactId) ?? [])
      .filter(({ origins }) => origins.has(row.directory) || origins.has(channelOrigin(row)))
      .map(({ field }) => field);
  }
  const waiting = await rowsOfEntries(which, (where) =>
    manager.find(ProposalRow, {
      select: { id: true, ...entry, cause: true, kind: true, contact_id: true, position: true },
      // Whether two copies are one is asked beside the copying, and is no business of either organisation.
      where: { ...where, status: 'WAITING', cause: Not('MERGE' as const) },
    }),
  );
  for (const row of waiting) {
    const { cause, kind, contact_id: contactId, position } = row;
    entryOf(row).waiting = { cause, isRemoval: kind === 'REMOVE', contactId, position };
  }
  const decisions = await rowsOfEntries(which, (where) =>
    manager.find(EntryDecisionRow, { select: { ...entry, refusal: true }, where }),
  );
  for (const row of decisions) if (row.refusal !== null) entryOf(row).isRefused = true;
  return entries;
}

const nothing: StoredEntry = { copy: null, waiting: null, isRefused: false, isPaused: false, differs: [] };

type Condition = Partial<Record<keyof EntryOfState, string | FindOperator<string>>>;

/** Finds rows of entries; those that are named, without looking at the others of their states. */
export async function rowsOfEntries<Row extends EntryOfState>(
  which: EntriesWhere | NamedEntries,
  find: (where: Condition) => Promise<Row[]>,
): Promise<Row[]> {
  if (!('keys' in which)) return find(whereOf(which));
  const { directory, keys } = which;
  const rows = await findIn(keys, (source_key) => find({ directory, source_key }));
  const states = new Set(which.iso3s);
  return rows.filter(({ iso3 }) => states.has(iso3));
}

function whereOf({ iso3s, directory }: EntriesWhere) {
  return {
    ...(iso3s === undefined ? {} : { iso3: In([...iso3s]) }),
    ...(directory === undefined ? {} : { directory }),
  };
}

interface Difference {
  readonly field: string;
  readonly origins: ReadonlySet<string>;
}

/** Fields in which sources of a contact differ, by contact. */
async function differences(
  manager: EntityManager,
  { iso3s }: EntriesWhere,
): Promise<Map<string, Difference[]>> {
  const rows = await manager.findBy(ConflictRow, { status: 'OPEN', ...whereOf({ ...(iso3s && { iso3s }) }) });
  const found = new Map<string, Difference[]>();
  for (const { contact_id, field, claims } of rows) {
    const origins = new Set(claims.map(({ origin }) => origin));
    found.set(contact_id, [...(found.get(contact_id) ?? []), { field, origins }]);
  }
  return found;
}

/** How states stand to directories, by state and directory; who is not there never consented. */
export async function standings(
  manager: EntityManager,
  which: EntriesWhere,
): Promise<(iso3: string, directory: string) => Standing> {
  const rows = await manager.find(ConsentRow, {
    select: { id: true, iso3: true, directory: true, status: true, ended_at: true, granted_at: true },
    where: whereOf(which),
    order: { granted_at: 'ASC', ended_at: 'ASC' },
  });
  const aside = await statesAside(manager, which.iso3s ?? null);
  const found = new Map<string, Standing>();
  for (const { iso3, directory, status } of rows) {
    const key = `${iso3} ${directory}`;
    const inForce = aside.has(iso3) ? 'PAUSES' : 'CONSENTS';
    if (found.get(key) !== inForce) found.set(key, status === 'ACTIVE' ? inForce : standingAfter[status]);
  }
  return (iso3, directory) => found.get(`${iso3} ${directory}`) ?? 'NEVER';
}

const standingAfter = { WITHDRAWN: 'WITHDREW', EXPIRED: 'EXPIRED' } as const;
