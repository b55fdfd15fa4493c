import type { EntityManager } from 'typeorm';
import { type MessageStatus, OutboxMessageRow } from './rows.ts';

export interface MessagesQuery {
  /** Null: of every state, and of none. */
  readonly state: string | null;
  /** Null: of every status. */
  readonly statuses: readonly MessageStatus[] | null;
  readonly take: number;
  /** The last message of the page before. */
  readonly after: { readonly ordinal: number; readonly id: string } | null;
}

/** Messages, those of the newest events first, and how many there are in all. */
export async function findMessages(
  manager: EntityManager,
  { state, statuses, take, after }: MessagesQuery,
): Promise<{ readonly found: OutboxMessageRow[]; readonly totalCount: number }> {
  const query = manager.createQueryBuilder(OutboxMessageRow, 'message').where('1 = 1');
  if (state !== null) query.andWhere('message.state = :state', { state });
  if (statuses !== null) query.andWhere('message.status IN (:...statuses)', { statuses });
  const totalCount = await query.getCount();
  if (after !== null)
    query.andWhere(
      '(message.ordinal < :ordinal OR (message.ordinal = :ordinal AND message.id > :id))',
      after,
    );
  const found = await query
    .orderBy('message.ordinal', 'DESC')
    .addOrderBy('message.id', 'ASC')
    .limit(take)
    .getMany();
  return { found, totalCount };
}
