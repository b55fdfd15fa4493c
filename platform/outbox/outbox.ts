import type { EntityManager } from 'typeorm';
import { type Clock, instant } from '../clock/clock.ts';
import type { MessageValues } from '../languages/catalogue.ts';
import { MessageTo, OutboxEventRow } from './rows.ts';
import { toStored } from './stored-values.ts';

export { findOutboxByIndex } from './find-by-index.ts';
export type { MessageTo } from './rows.ts';
export { createOutbox, outboxEntities } from './storage.ts';

/** Something to tell people of. */
export interface OutgoingMessage {
  /** What happened, by ids alone (no names, no addresses): each event is told once, however often it is enqueued. */
  readonly event: string;
  readonly to: MessageTo;
  /** A template's name in the part's catalogue. */
  readonly template: string;
  /** What the template is completed with, sealed at rest. A link is a path below the public address, such as `/review?token=…`. */
  readonly values: MessageValues;
  /** After which it is not sent any more, because it would be of no use. */
  readonly expiresAt?: Date;
}

/**
 * Has people told of an event, in the caller's transaction: the message goes out if, and only if, that commits.
 * @returns false where the event was enqueued before; nothing is done then
 */
export async function enqueueMessage(
  manager: EntityManager,
  clock: Clock,
  { event, to, template, values, expiresAt }: OutgoingMessage,
): Promise<boolean> {
  if (await manager.existsBy(OutboxEventRow, { event })) return false;
  const now = instant(clock.now());
  const last = await manager.maximum(OutboxEventRow, 'ordinal');
  await manager.insert(OutboxEventRow, {
    event,
    ordinal: (last ?? 0) + 1,
    template,
    state: stateOf(to),
    recipient: MessageTo.parse(to),
    content: toStored(values),
    status: 'OPEN',
    created_at: now,
    expires_at: expiresAt ? instant(expiresAt) : null,
    next_attempt_at: now,
  });
  return true;
}

function stateOf(to: MessageTo): string | null {
  if ('authorityOf' in to) return to.authorityOf;
  return 'email' in to ? (to.state ?? null) : null;
}
