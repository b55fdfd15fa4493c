import { Brackets, type EntityManager, In } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { type Page, pageOf, placeAfter } from '../paging.ts';
import { statesAside } from '../participation/standing.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { ContactReviewRow } from '../storage/review-rows.ts';

export interface OverdueQuery {
  /** Null: of every state. */
  readonly iso3: string | null;
  readonly first: number;
  readonly after: string | null;
}

const Place = z.tuple([z.string(), z.string()]);

/** The contacts of states that take part whose confirmation is overdue, the one that was due first before the others. @throws Problem BAD_USER_INPUT */
export async function findOverdue(
  manager: EntityManager,
  { iso3, first, after }: OverdueQuery,
  now: Instant,
): Promise<Page<ContactRow>> {
  const query = manager.createQueryBuilder(ContactReviewRow, 'review').where('review.due_at < :now', { now });
  const aside = [...(await statesAside(manager)).keys()];
  if (aside.length > 0) query.andWhere('review.iso3 NOT IN (:...aside)', { aside });
  if (iso3 !== null) query.andWhere('review.iso3 = :iso3', { iso3 });
  const totalCount = await query.getCount();
  if (after !== null) {
    const [dueAt, id] = placeAfter(after, Place, 'overdue reviews');
    query.andWhere(
      new Brackets((place) =>
        place
          .where('review.due_at > :dueAt', { dueAt })
          .orWhere('(review.due_at = :dueAt AND review.contact_id > :id)', { dueAt, id }),
      ),
    );
  }
  const found = await query
    .orderBy('review.due_at', 'ASC')
    .addOrderBy('review.contact_id', 'ASC')
    .limit(first + 1)
    .getMany();
  const page = pageOf(found, { first, totalCount }, ({ due_at, contact_id }) => [due_at, contact_id]);
  const contacts = await manager.findBy(ContactRow, {
    id: In(page.nodes.map(({ contact_id }) => contact_id)),
  });
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  return { ...page, nodes: page.nodes.flatMap(({ contact_id }) => byId.get(contact_id) ?? []) };
}
