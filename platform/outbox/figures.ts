import type { EntityManager } from 'typeorm';
import type { Instant } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { relayState } from './relay.ts';
import { type MessageStatus, OutboxEventRow, OutboxMessageRow } from './rows.ts';

/** How it goes with the messages, in numbers; nothing of what they say or to whom. */
export interface OutboxFigures {
  readonly counts: ReadonlyMap<MessageStatus, number>;
  /** Events whose recipients are still to be found. */
  readonly unaddressed: number;
  /** Since when the oldest message or event waits. */
  readonly waitingSince: Instant | null;
  /** States to which messages were or are to be written, and that have nobody to read them. */
  readonly statesWithoutReader: readonly string[];
  readonly relay: {
    readonly failingSince: Instant;
    readonly failures: number;
    readonly nextAttemptAt: Instant | null;
    readonly problem: string;
  } | null;
}

export function outboxFigures(database: Database): Promise<OutboxFigures> {
  return database.read(async (manager) => {
    const messages = await manager
      .createQueryBuilder(OutboxMessageRow, 'message')
      .select('message.status', 'status')
      .addSelect('COUNT(*)', 'count')
      .groupBy('message.status')
      .getRawMany<{ status: MessageStatus; count: string | number }>();
    const relay = await relayState(manager);
    return {
      counts: new Map(messages.map(({ status, count }) => [status, Number(count)])),
      unaddressed: await manager.countBy(OutboxEventRow, { status: 'OPEN' }),
      waitingSince: await oldest(manager),
      statesWithoutReader: await unread(manager),
      relay:
        relay === null || relay.failing_since === null
          ? null
          : {
              failingSince: relay.failing_since,
              failures: relay.failures,
              nextAttemptAt: relay.next_attempt_at,
              problem: relay.problem ?? '',
            },
    };
  });
}

async function oldest(manager: EntityManager): Promise<Instant | null> {
  const message = await manager.minimum(OutboxMessageRow, 'ordinal', { status: 'WAITING' });
  const event = await manager.minimum(OutboxEventRow, 'ordinal', { status: 'OPEN' });
  const ordinals = [message, event].filter((ordinal) => ordinal !== null);
  if (ordinals.length === 0) return null;
  const row = await manager.findOneBy(OutboxEventRow, { ordinal: Math.min(...ordinals) });
  return row?.created_at ?? null;
}

/** Looked for in vain: given up, or looked for again later. */
async function unread(manager: EntityManager): Promise<string[]> {
  const rows = await manager
    .createQueryBuilder(OutboxEventRow, 'event')
    .select('event.state', 'state')
    .distinct()
    .where('event.state IS NOT NULL')
    .andWhere(
      "(event.status = 'NOBODY' OR (event.status = 'OPEN' AND event.next_attempt_at > event.created_at))",
    )
    .getRawMany<{ state: string }>();
  return rows.map(({ state }) => state).sort();
}
