import { Brackets, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { type Page, pageOf, placeAfter } from '../paging.ts';
import { ContactNoticeRow } from '../storage/notice-row.ts';
import { noticeDays } from './lateness.ts';

export interface LateQuery {
  /** Null: of every state. */
  readonly iso3: string | null;
  readonly first: number;
  readonly after: string | null;
}

const Place = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]);
const order = ['noted_at', 'contact_id', 'origin', 'changed_on', 'notified_on'] as const;

/** The changes that were notified later than 30 days after, in the order in which the directory learnt of them. @throws Problem BAD_USER_INPUT */
export async function findLate(
  manager: EntityManager,
  { iso3, first, after }: LateQuery,
): Promise<Page<ContactNoticeRow>> {
  const query = manager
    .createQueryBuilder(ContactNoticeRow, 'notice')
    .where('notice.days > :allowed', { allowed: noticeDays });
  if (iso3 !== null) query.andWhere('notice.iso3 = :iso3', { iso3 });
  const totalCount = await query.getCount();
  if (after !== null) {
    const place = placeAfter(after, Place, 'late notices');
    query.andWhere(
      new Brackets((later) => {
        // As (a, b) > (c, d) reads written out: equal up to a column, and later in that.
        for (const [at, column] of order.entries()) {
          const equal = order.slice(0, at).map((name) => `notice.${name} = :${name}`);
          later.orWhere([...equal, `notice.${column} > :${column}`].join(' AND '));
        }
      }),
      Object.fromEntries(order.map((name, at) => [name, place[at]])),
    );
  }
  for (const column of order) query.addOrderBy(`notice.${column}`, 'ASC');
  const found = await query.limit(first + 1).getMany();
  return pageOf(found, { first, totalCount }, (row) => order.map((name) => row[name]));
}
