import { type EntityManager, MoreThan } from 'typeorm';
import { z } from 'zod';
import { ofStates, type Page, pageOf, placeAfter } from '../paging.ts';
import { ConflictRow, type ConflictStatus } from '../storage/conflict-row.ts';

export interface ConflictsQuery {
  /** Null: of every state. */
  readonly iso3: string | null;
  /** And of none of these. */
  readonly except?: readonly string[];
  /** Null: of every status. */
  readonly status: ConflictStatus | null;
  readonly first: number;
  readonly after: string | null;
}

export type ConflictPage = Page<ConflictRow>;

/** When it opened, and its id. */
const Place = z.tuple([z.string(), z.string()]);

/** Conflicts in the order they opened. @throws Problem BAD_USER_INPUT where `after` is no cursor of ours */
export async function findConflicts(
  manager: EntityManager,
  { iso3, except, status, first, after }: ConflictsQuery,
): Promise<ConflictPage> {
  const wanted = { ...ofStates(iso3, except), ...(status === null ? {} : { status }) };
  const [openedAt, id] = after === null ? ['', ''] : placeAfter(after, Place, 'conflicts');
  const found = await manager.find(ConflictRow, {
    where: [
      { ...wanted, opened_at: MoreThan(openedAt) },
      { ...wanted, opened_at: openedAt, id: MoreThan(id) },
    ],
    order: { opened_at: 'ASC', id: 'ASC' },
    take: first + 1,
  });
  const totalCount = await manager.countBy(ConflictRow, wanted);
  return pageOf(found, { first, totalCount }, (row) => [row.opened_at, row.id]);
}
