import DataLoader from 'dataloader';
import { type EntityManager, type FindOptionsWhere, In, MoreThan, Not } from 'typeorm';
import type { Database } from '../../platform/database/database.ts';
import { preparedFind } from '../../platform/database/prepared-find.ts';
import type { ChangePage, EntryPage, Progress, PublishedEntry, RegionalOperations } from './operations.ts';
import { publishedChange, publishedEntry, publishedPull, publishedSetAside } from './publish.ts';
import { ChangeRow, EntryRow, PullRow, SetAsideRow, SourceStateRow } from './storage/tables.ts';
import { entryCounts } from './tallies.ts';

type Reading = Omit<
  RegionalOperations,
  'outline' | 'pull' | 'submit' | 'heldChanges' | 'approve' | 'reject' | 'readings' | 'ledgerCheckpoints'
>;

/** What a directory publishes, read from its storage for one request: states asked for together cost one query. */
export function publishedDirectory(database: Database, code: string): Reading {
  const ofStates = new DataLoader((states: readonly string[]) => entriesOfStates(database, states), {
    cache: false,
  });
  return {
    counts: () => database.read(entryCounts),
    progress: () => database.read(progress),
    pulls: async ({ first, outcome }) => {
      const rows = await database.read((manager) =>
        manager.find(PullRow, { where: outcome ? { outcome } : {}, order: { number: 'DESC' }, take: first }),
      );
      return rows.map((row) => publishedPull(code, row));
    },
    setAside: async () => {
      const rows = await database.read((manager) => manager.find(SetAsideRow, { order: { ordinal: 'ASC' } }));
      return rows.map(publishedSetAside);
    },
    entries: ({ state, status }, page) =>
      database.read((manager) =>
        entries(manager, { status: status ?? Not('REMOVED'), ...(state ? { iso3: state } : {}) }, page),
      ),
    entriesOfState: (iso3) => ofStates.load(iso3),
    feedEnd: () =>
      database.read(async (manager) => {
        const { position } = await progress(manager);
        return { position, epoch: await epochAt(manager, position) };
      }),
    epochAt: (position) => database.read((manager) => epochAt(manager, position)),
    changes: (page) => database.read((manager) => changes(manager, code, page)),
  };
}

const sourceState = preparedFind(SourceStateRow, () => ({ where: { id: 1 } }));

async function progress(manager: EntityManager): Promise<Progress> {
  const [state] = await sourceState(manager, []);
  if (!state) throw new Error('The storage of a directory has lost where its feed stands.');
  return { position: state.position, lastSuccessAt: state.last_success_at };
}

async function epochAt(manager: EntityManager, seq: number): Promise<string | null> {
  return (
    (await manager.findOne(ChangeRow, { select: { seq: true, epoch: true }, where: { seq } }))?.epoch ?? null
  );
}

async function entries(
  manager: EntityManager,
  where: FindOptionsWhere<EntryRow>,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<EntryPage> {
  const { lastSuccessAt } = await progress(manager);
  const totalCount = await manager.countBy(EntryRow, where);
  const rows = await manager.find(EntryRow, {
    where: after === null ? where : { ...where, source_key: MoreThan(after) },
    order: { source_key: 'ASC' },
    take: first + 1,
  });
  return {
    entries: rows.slice(0, first).map((row) => publishedEntry(row, lastSuccessAt)),
    totalCount,
    hasMore: rows.length > first,
  };
}

const entriesNow = preparedFind(EntryRow, (states) => ({
  where: { iso3: In(states), status: Not('REMOVED' as const) },
  order: { source_key: 'ASC' },
}));

async function entriesOfStates(database: Database, states: readonly string[]): Promise<PublishedEntry[][]> {
  const found = new Map(states.map((state) => [state, [] as PublishedEntry[]]));
  await database.read(async (manager) => {
    const { lastSuccessAt } = await progress(manager);
    const rows = await entriesNow(manager, [...found.keys()]);
    for (const row of rows) found.get(row.iso3 ?? '')?.push(publishedEntry(row, lastSuccessAt));
  });
  return states.map((state) => found.get(state) ?? []);
}

async function changes(
  manager: EntityManager,
  code: string,
  { after, first }: { readonly after: number; readonly first: number },
): Promise<ChangePage> {
  // The end of the feed is read first: a change committed in between must not be skipped.
  const { position: end } = await progress(manager);
  const rows = await manager.find(ChangeRow, {
    where: { seq: MoreThan(after) },
    order: { seq: 'ASC' },
    take: first + 1,
  });
  const page = rows.slice(0, first);
  return {
    changes: page.map((row) => publishedChange(code, row)),
    position: page.at(-1)?.seq ?? end,
    hasMore: rows.length > first,
  };
}
