import { type EntityManager, type FindOperator, In, IsNull, Like, Not } from 'typeorm';
import { z } from 'zod';
import { findIn } from '../../../platform/database/find-in.ts';
import { submittedKey } from '../../../platform/vocabulary/entry-channel.ts';
import type { EntryOfState, StoredStates } from '../population/draft-terms.ts';
import { ConflictRow } from './conflict-row.ts';
import { ContactRow } from './contact-row.ts';
import { CopySourceRow } from './copy-source-row.ts';
import { EntryDecisionRow } from './entry-decision-row.ts';
import { PairDecisionRow } from './pair-decision-row.ts';
import { PrecedenceRow } from './precedence-row.ts';
import { ProposalRow } from './proposal-row.ts';

/** What is known of some states, as far as some entries of one directory go. */
export interface PartOfStates {
  readonly iso3s: readonly string[];
  readonly directory: string;
  readonly sourceKeys: readonly string[];
  /** States of which a few other contacts are wanted too: somebody who is there while others go. */
  readonly withOthers: readonly string[];
}

const othersAtMost = 20;

/** As `loadStates` orders them. */
const compare = (one: readonly string[], other: readonly string[]): number => {
  const place = one.findIndex((text, index) => text !== other[index]);
  return place < 0 ? 0 : (one[place] ?? '') < (other[place] ?? '') ? -1 : 1;
};

/** Reads what a draft needs to plan changes of a few entries, whatever else there is of their states. */
export async function loadPart(
  manager: EntityManager,
  { iso3s, directory, sourceKeys, withOthers }: PartOfStates,
): Promise<StoredStates> {
  const iso3 = In([...iso3s]);
  // An entry has to do with few states: to ask for its state as well would look for each of them in each.
  const states = new Set(iso3s);
  const ofEntries = <Row extends EntryOfState>(find: (source_key: FindOperator<string>) => Promise<Row[]>) =>
    findIn(sourceKeys, find).then((rows) => rows.filter((row) => states.has(row.iso3)));
  const named = await ofEntries((source_key) => manager.findBy(CopySourceRow, { directory, source_key }));
  const ids = new Set(named.map(({ contact_id }) => contact_id));
  for (const id of await someContactsOf(manager, withOthers)) ids.add(id);
  const contacts = await findIn(ids, (id) => manager.findBy(ContactRow, { id, removed_at: IsNull() }));
  const proposals = await ofEntries((source_key) =>
    manager.findBy(ProposalRow, { directory, source_key, status: 'WAITING' }),
  );
  return {
    contacts: contacts.sort((a, b) => compare([a.created_at, a.id], [b.created_at, b.id])),
    sources: await findIn(ids, (contact_id) => manager.findBy(CopySourceRow, { contact_id })),
    proposals: proposals.sort((a, b) => a.seq - b.seq),
    decisions: await ofEntries((source_key) => manager.findBy(EntryDecisionRow, { directory, source_key })),
    pairs: await manager.findBy(PairDecisionRow, { iso3 }),
    precedences: await manager.findBy(PrecedenceRow, { iso3 }),
    conflicts: await findIn(ids, (contact_id) => manager.findBy(ConflictRow, { contact_id })),
  };
}

const Ids = z.array(z.object({ id: z.string() }));

/** A few contacts of each of some states, by one statement, however many contacts they have. */
async function someContactsOf(manager: EntityManager, states: readonly string[]): Promise<string[]> {
  if (states.length === 0) return [];
  const { driver } = manager.dataSource;
  const { tablePath } = manager.dataSource.getMetadata(ContactRow);
  const table = tablePath
    .split('.')
    .map((name) => driver.escape(name))
    .join('.');
  const few = states.map((_state, place) => {
    const state = driver.createParameter('state', place);
    return `SELECT id FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE iso3 = ${state} AND removed_at IS NULL LIMIT ${othersAtMost})`;
  });
  return Ids.parse(await manager.query(few.join(' UNION ALL '), [...states])).map(({ id }) => id);
}

/**
 * States in which something waits whose end hangs on who else is there, or on which entries are one: what waits of another origin
 * than a directory's source may turn out to be a contact of it.
 */
export async function entangledStates(
  manager: EntityManager,
  directory: string,
  iso3s: readonly string[],
): Promise<ReadonlySet<string>> {
  const waiting = { iso3: In([...iso3s]), status: 'WAITING' as const };
  const rows = await manager.find(ProposalRow, {
    select: { id: true, iso3: true },
    where: [
      { ...waiting, kind: 'REMOVE' },
      { ...waiting, kind: 'CHANGE', cause: 'LEVEL' },
      { ...waiting, cause: In(['LAST_CONTACT', 'REPLACEMENT', 'FUNCTION', 'MERGE'] as const) },
      { ...waiting, directory: Not(directory) },
      { ...waiting, source_key: Like(submittedKey('%')) },
    ],
  });
  return new Set(rows.map((row) => row.iso3));
}

export function together(one: StoredStates, other: StoredStates): StoredStates {
  return {
    contacts: [...one.contacts, ...other.contacts],
    sources: [...one.sources, ...other.sources],
    proposals: [...one.proposals, ...other.proposals],
    decisions: [...one.decisions, ...other.decisions],
    pairs: [...one.pairs, ...other.pairs],
    precedences: [...one.precedences, ...other.precedences],
    conflicts: [...one.conflicts, ...other.conflicts],
  };
}
