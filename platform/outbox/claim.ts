import { randomUUID } from 'node:crypto';
import { Brackets } from 'typeorm';
import { instant } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import type { OutboxParts } from './parts.ts';
import { OutboxEventRow, OutboxMessageRow } from './rows.ts';

/** Longer than any attempt may last; after it, whoever held it has died. */
const leaseMilliseconds = 15 * 60_000;

/** A message that this process alone sends now. */
export interface Claim {
  readonly message: OutboxMessageRow;
  readonly event: OutboxEventRow;
  readonly lease: string;
}

/** Takes the next message that is due, so that nobody else does. @returns null where none is */
export function claimNext({ database, clock }: OutboxParts): Promise<Claim | null> {
  return database.write(async (manager) => {
    const now = clock.now();
    const at = instant(now);
    const message = await manager
      .createQueryBuilder(OutboxMessageRow, 'message')
      .where('message.status = :status AND message.next_attempt_at <= :at', { status: 'WAITING', at })
      .andWhere(
        new Brackets((free) =>
          free.where('message.lease_until IS NULL').orWhere('message.lease_until <= :at', { at }),
        ),
      )
      .orderBy('message.next_attempt_at', 'ASC')
      .addOrderBy('message.ordinal', 'ASC')
      .addOrderBy('message.id', 'ASC')
      .limit(1)
      .getOne();
    if (!message) return null;
    const event = await manager.findOneByOrFail(OutboxEventRow, { event: message.event });
    const lease = randomUUID();
    const taken = {
      attempts: message.attempts + 1,
      last_attempt_at: at,
      lease_owner: lease,
      lease_until: instant(new Date(now.getTime() + leaseMilliseconds)),
    };
    await manager.update(OutboxMessageRow, { id: message.id }, taken);
    return { message: Object.assign(message, taken), event, lease };
  });
}

/** On SQLite this process is the only one on the file: whoever held a lease has died. To be called before anything is sent. */
export async function freeLeases(database: Database): Promise<void> {
  if (database.kind !== 'sqlite') return;
  await database.write((manager) =>
    manager.update(OutboxMessageRow, { status: 'WAITING' }, { lease_owner: null, lease_until: null }),
  );
}
