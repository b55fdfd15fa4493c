import { type EntityManager, In } from 'typeorm';
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

/** Who read a state's contact details, the last first. @throws Problem BAD_USER_INPUT */
export async function readingsReport(ledger: ReadingsLedger, query: ReadingsQuery): Promise<ReadingsPage> {
  if (query.first < 1 || query.first > mostAtOnce)
    throw badInput('first', `Ask for 1 to ${mostAtOnce} at once, and for the rest by "after".`);
  const from = query.from && instant(givenDate('from', query.from));
  const to = query.to && instant(givenDate('to', query.to));
  const after = query.after === null ? null : decodeCursor(query.after);
  return ledger.database.read(async (manager) => {
    const rows = manager
      .createQueryBuilder(ReadingRow, 'reading')
      .where('reading.state = :state', { state: query.iso3 });
    if (from) rows.andWhere('reading.at >= :from', { from });
    if (to) rows.andWhere('reading.at < :to', { to });
    const { total } = z
      .object({ total: z.coerce.number() })
      .parse(await rows.clone().select('SUM(reading.readings)', 'total').getRawOne());
    if (after) rows.andWhere('reading.ledger_seq <= :seq', { seq: after.seq });
    // Each row holds a reading at the least; all of the first may have been on the page before.
    const found = await rows
      .orderBy('reading.ledger_seq', 'DESC')
      .take(query.first + 2)
      .getMany();
    const told = await toldIn(manager, found);
    const readings = found
      .flatMap((row) => readingsIn(row, told.get(row.ledger_seq) ?? []))
      .filter(({ seq, place }) => !after || seq < after.seq || place < after.place);
    const page = readings.slice(0, query.first);
    const last = page.at(-1);
    return {
      nodes: page.map(({ reported }) => reported),
      totalCount: total,
      pageInfo: { hasNextPage: readings.length > query.first, endCursor: last ? encodeCursor(last) : null },
    };
  });
}

/** By row of the ledger, the readings that it tells of. */
async function toldIn(manager: EntityManager, rows: readonly ReadingRow[]): Promise<Map<number, Reading[]>> {
  const seqs = rows.map(({ ledger_seq }) => ledger_seq);
  const ledgerRows = await manager.findBy(LedgerRow, { seq: In(seqs) });
  return new Map(ledgerRows.map(({ seq, payload }) => [seq, readingsOf(payload)]));
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
