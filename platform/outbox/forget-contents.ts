import { instant } from '../clock/clock.ts';
import type { OutboxParts } from './parts.ts';
import { OutboxEventRow, OutboxMessageRow } from './rows.ts';

const day = 24 * 60 * 60_000;
/** So long what a message said is kept, for it to be sent again where it came back. */
const keptMilliseconds = 30 * day;

/** Forgets what messages said that nobody waits for any more. That they were sent stays. */
export async function forgetContents({
  database,
  clock,
}: Pick<OutboxParts, 'database' | 'clock'>): Promise<void> {
  const before = instant(new Date(clock.now().getTime() - keptMilliseconds));
  await database.write(async (manager) => {
    await manager
      .createQueryBuilder()
      .update(OutboxEventRow)
      .set({ content: null })
      .where("content IS NOT NULL AND status <> 'OPEN' AND created_at < :before", { before })
      .andWhere(
        `NOT EXISTS ${manager
          .createQueryBuilder()
          .subQuery()
          .select('1')
          .from(OutboxMessageRow, 'message')
          .where('message.event = outbox_event.event')
          .andWhere("(message.status = 'WAITING' OR message.ended_at >= :before)")
          .getQuery()}`,
        { before },
      )
      .execute();
    await manager
      .createQueryBuilder()
      .update(OutboxMessageRow)
      .set({ kept: null, problem: null })
      // What is forgotten already is not written anew each time.
      .where("status <> 'WAITING' AND ended_at < :before AND (kept IS NOT NULL OR problem IS NOT NULL)", {
        before,
      })
      .execute();
  });
}
