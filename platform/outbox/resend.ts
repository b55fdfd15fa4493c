import type { EntityManager } from 'typeorm';
import { instant } from '../clock/clock.ts';
import { conflict, notFound } from '../errors/problem.ts';
import { OutboxEventRow, OutboxMessageRow } from './rows.ts';

/**
 * Has a message that was not delivered sent once more, to its reader's address as it is by then.
 * @throws Problem NOT_FOUND; CONFLICT where it was delivered or waits already, or its contents are no longer kept
 */
export async function resendMessage(
  manager: EntityManager,
  id: string,
  now: Date,
): Promise<OutboxMessageRow> {
  const message = await manager.findOneBy(OutboxMessageRow, { id });
  if (!message) throw notFound('There is no such message.');
  if (message.status !== 'FAILED' && message.status !== 'BOUNCED')
    throw conflict('Only a message that failed or bounced can be sent again.');
  const event = await manager.findOneBy(OutboxEventRow, { event: message.event });
  if (!event || event.content === null)
    throw conflict('What this message said is no longer kept, so it cannot be sent again.');
  const again = {
    status: 'WAITING' as const,
    attempts: 0,
    next_attempt_at: instant(now),
    refused_since: null,
    ended_at: null,
    lease_owner: null,
    lease_until: null,
  };
  await manager.update(OutboxMessageRow, { id }, again);
  return Object.assign(message, again);
}
