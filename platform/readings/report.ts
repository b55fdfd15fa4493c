import DataLoader from 'dataloader';
import { type EntityManager, In, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../clock/clock.ts';
import { instant } from '../clock/clock.ts';
import { badInput } from '../errors/problem.ts';
import { givenDate } from '../graphql/scalars.ts';
import { LedgerRow } from '../ledger/storage.ts';
import { type Reading, readingsOf } from './reading.ts';
import type { ReadingsLedger } from './readings-ledger.ts';
import { ReadingRow } from './storage.ts';

export interface ReadingsQuery {
  readonly iso3: string;
  readonly first: number;
  readonly after: string | null;
  /** From this time on. */
  readonly from: Date | null;
  /** Before this time. */
  readonly to: Date | null;
}

/** One request that read details of one state. */
export interface ReportedReading {
  readonly id: string;
  readonly at: Instant;
  readonly role: string;
  readonly subject: string;
  readonly party: string | null;
  readonly operation: string | null;
  readonly request: string;
  readonly through: readonly string[];
  readonly contacts: readonly string[];
}

export interface ReadingsPage {
  readonly nodes: readonly ReportedReading[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const mostAtOnce = 200;
const Cursor = z.tuple([z.number().int(), z.number().int()]);

/** The reports of one request, in which many states may be asked for at once: they are read together. */
export function readingsReports(ledger: ReadingsLedger): (query: ReadingsQuery) => Promise<ReadingsPage> {
  const reports = new DataLoader<ReadingsQuery, ReadingsPage>(
    async (queries) => {
      const pages = new Map<ReadingsQuery, ReadingsPage>();
      for (const alike of sameBut(queries)) {
        const found = await reportOf(ledger, alike);
        for (const query of alike) pages.set(query, found(query.iso3));
      }
      return queries.map((query) => pages.get(query) ?? nothing);
    },
    { cache: false },
  );
  return async (query) => {
    if (query.first < 1 || query.first > mostAtOnce)
      throw badInput('first', `Ask for 1 to ${mostAtOnce} at once, and for the rest by "after".`);
    rangeOf(query);
    return reports.load(query);
  };
}

const nothing: ReadingsPage = {
  nodes: [],
  totalCount: 0,
  pageInfo: { hasNextPage: false, endCursor: null },
};

/** Questions that are the same of several states. */
function sameBut(queries: readonly ReadingsQuery[]): ReadingsQuery[][] {
  const groups = new Map<string, ReadingsQuery[]>();
  for (const query of queries) {
    const { first, after, from, to } = query;
    const asked = JSON.stringify([first, after, from, to]);
    groups.set(asked, [...(groups.get(asked) ?? []), query]);
  }
  return [...groups.values()];
}

function rangeOf(query: ReadingsQuery) {
  return {
    from: query.from && instant(givenDate('from', query.from)),
    to: query.to && instant(givenDate('to', query.to)),
    after: query.after === null ? null : decodeCursor(query.after),
  };
}

/** Who read the contact details of some states, of each the last first. @throws Problem BAD_USER_INPUT */
async function reportOf(
  ledger: ReadingsLedger,
  alike: readonly ReadingsQuery[],
): Promise<(iso3: string) => ReadingsPage> {
  const [query] = alike;
  if (!query) return () => nothing;
  const { first } = query;
  const { from, to, after } = rangeOf(query);
  const states = [...new Set(alike.map(({ iso3 }) => iso3))];
  return ledger.database.read(async (manager) => {
    const within = <R extends ObjectLiteral>(rows: SelectQueryBuilder<R>) => {
      rows.where('reading.state IN (:...states)', { states });
      if (from) rows.andWhere('reading.at >= :from', { from });
      if (to) rows.andWhere('reading.at < :to', { to });
      return rows;
    };
    const totals = z
      .array(z.object({ state: z.string(), total: z.coerce.number() }))
      .parse(
        await within(manager.createQueryBuilder(ReadingRow, 'reading'))
          .select('reading.state', 'state')
          .addSelect('SUM(reading.readings)', 'total')
          .groupBy('reading.state')
          .getRawMany(),
      );
    const rows = within(manager.createQueryBuilder(ReadingRow, 'reading'));
    if (after) rows.andWhere('reading.ledger_seq <= :seq', { seq: after.seq });
    // Each row holds a reading at the least; all of the first may have been on the page before.
    const found = totals.length === 0 ? [] : await lastOfEach(manager, rows, states, first + 2);
    const told = await toldIn(manager, found);
    return (iso3) => {
      const readings = found
        .filter(({ state }) => state === iso3)
        .flatMap((row) => readingsIn(row, told.get(row.ledger_seq) ?? []))
        .filter(({ seq, place }) => !after || seq < after.seq || place < after.place);
      const page = readings.slice(0, first);
      const last = page.at(-1);
      return {
        nodes: page.map(({ reported }) => reported),
        totalCount: totals.find(({ state }) => state === iso3)?.total ?? 0,
        pageInfo: { hasNextPage: readings.length > first, endCursor: last ? encodeCursor(last) : null },
      };
    };
  });
}

const RawRow = z.object({
  ledger_seq: z.number(),
  state: z.string(),
  at: z.string(),
  readings: z.number(),
});

/** Of each state, its last rows. One state's are found by the index alone, however many it has. */
async function lastOfEach(
  manager: EntityManager,
  rows: SelectQueryBuilder<ReadingRow>,
  states: readonly string[],
  most: number,
): Promise<ReadingRow[]> {
  if (states.length === 1) return rows.orderBy('reading.ledger_seq', 'DESC').take(most).getMany();
  const placed = rows
    .select('reading.ledger_seq', 'ledger_seq')
    .addSelect('reading.state', 'state')
    .addSelect('reading.at', 'at')
    .addSelect('reading.readings', 'readings')
    .addSelect('ROW_NUMBER() OVER (PARTITION BY reading.state ORDER BY reading.ledger_seq DESC)', 'place');
  const found = await manager
    .createQueryBuilder()
    .select('placed.ledger_seq', 'ledger_seq')
    .addSelect('placed.state', 'state')
    .addSelect('placed.at', 'at')
    .addSelect('placed.readings', 'readings')
    .from(`(${placed.getQuery()})`, 'placed')
    .setParameters(placed.getParameters())
    .where('placed.place <= :most', { most })
    .orderBy('placed.ledger_seq', 'DESC')
    .getRawMany();
  return z.array(RawRow).parse(found);
}

/** A statement has room for about 32,000 parameters on SQLite. */
const seqsAtOnce = 10_000;

/** By row of the ledger, the readings that it tells of. */
async function toldIn(manager: EntityManager, rows: readonly ReadingRow[]): Promise<Map<number, Reading[]>> {
  const seqs = [...new Set(rows.map(({ ledger_seq }) => ledger_seq))];
  const told = new Map<number, Reading[]>();
  for (let from = 0; from < seqs.length; from += seqsAtOnce) {
    const some = await manager.findBy(LedgerRow, { seq: In(seqs.slice(from, from + seqsAtOnce)) });
    for (const { seq, payload } of some) told.set(seq, readingsOf(payload));
  }
  return told;
}

/** A reading's place among all of the ledger: a row, and which of its readings. */
interface Placed {
  readonly seq: number;
  readonly place: number;
}

/** A row's readings of its state, the last first. */
function readingsIn(
  { ledger_seq: seq, state, at }: ReadingRow,
  told: readonly Reading[],
): (Placed & { readonly reported: ReportedReading })[] {
  return told
    .flatMap(({ reader, contacts: byState, ...asked }, place) => {
      const contacts = byState[state];
      if (!contacts) return [];
      return [{ seq, place, reported: { id: `${seq}-${place}`, at, ...reader, ...asked, contacts } }];
    })
    .reverse();
}

const encodeCursor = ({ seq, place }: Placed) =>
  Buffer.from(JSON.stringify([seq, place])).toString('base64url');

function decodeCursor(cursor: string): Placed {
  try {
    const [seq, place] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { seq, place };
  } catch {
    throw badInput('after', 'This is no cursor of a list of readings. Use the endCursor of the page before.');
  }
}
