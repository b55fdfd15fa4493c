import { createHash } from 'node:crypto';
import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { type Instant, instant } from '../clock/clock.ts';
import { lookAgainMilliseconds, nobodyMilliseconds } from './backoff.ts';
import type { OutboxParts } from './parts.ts';
import type { Recipient } from './recipients.ts';
import { OutboxEventRow, OutboxMessageRow } from './rows.ts';

const eventsAtOnce = 100;

/**
 * Finds whom each new event is for, and makes a message for each of them: in one transaction, so that a later look, after a crash or by
 * another instance, makes no second one. Stops at the first event whose recipients cannot be known just now.
 */
export async function addressEvents(parts: OutboxParts, signal: AbortSignal): Promise<void> {
  const { database, clock, recipients } = parts;
  for (;;) {
    const now = instant(clock.now());
    const due = await database.read((manager) =>
      manager.find(OutboxEventRow, {
        where: { status: 'OPEN', next_attempt_at: LessThanOrEqual(now) },
        order: { ordinal: 'ASC' },
        take: eventsAtOnce,
      }),
    );
    const known = new Map<string, readonly Recipient[]>();
    for (const event of due) {
      if (signal.aborted) return;
      const readers = await readersOf(event, recipients, known);
      await database.write((manager) => address(manager, event.event, readers, clock.now()));
    }
    if (due.length < eventsAtOnce) return;
  }
}

type Reader = Pick<Recipient, 'state'> & { readonly subject: string | null };

async function readersOf(
  { recipient: to }: OutboxEventRow,
  recipients: OutboxParts['recipients'],
  known: Map<string, readonly Recipient[]>,
): Promise<readonly Reader[]> {
  if ('email' in to) return [{ subject: null, state: to.state ?? null }];
  if ('subject' in to) {
    const person = await recipients.person(to.subject);
    return person ? [person] : [];
  }
  const authorities = known.get(to.authorityOf) ?? (await recipients.authoritiesOf(to.authorityOf));
  known.set(to.authorityOf, authorities);
  return authorities;
}

async function address(
  manager: EntityManager,
  key: string,
  readers: readonly Reader[],
  now: Date,
): Promise<void> {
  const row = await manager.findOneBy(OutboxEventRow, { event: key, status: 'OPEN' });
  if (!row) return; // another instance was here meanwhile
  const at = instant(now);
  if (row.expires_at !== null && row.expires_at <= at) {
    await manager.update(
      OutboxEventRow,
      { event: key },
      { status: 'EXPIRED', next_attempt_at: null, content: null },
    );
    return;
  }
  if (readers.length === 0) {
    const givenUp = now.getTime() - Date.parse(row.created_at) >= nobodyMilliseconds;
    await manager.update(
      OutboxEventRow,
      { event: key },
      givenUp
        ? { status: 'NOBODY', next_attempt_at: null, content: null }
        : { next_attempt_at: instant(new Date(now.getTime() + lookAgainMilliseconds)) },
    );
    return;
  }
  await manager.insert(
    OutboxMessageRow,
    readers.map((reader) => newMessage(row, reader, at)),
  );
  await manager.update(OutboxEventRow, { event: key }, { status: 'ADDRESSED', next_attempt_at: null });
}

function newMessage(row: OutboxEventRow, { subject, state }: Reader, at: Instant): OutboxMessageRow {
  const message = new OutboxMessageRow();
  return Object.assign(message, {
    id: messageId(row.event, subject),
    event: row.event,
    ordinal: row.ordinal,
    template: row.template,
    state: row.state ?? state,
    subject,
    status: 'WAITING' as const,
    attempts: 0,
    created_at: at,
    expires_at: row.expires_at,
    next_attempt_at: at,
    lease_owner: null,
    lease_until: null,
    last_attempt_at: null,
    refused_since: null,
    ended_at: null,
    reply_code: null,
    enhanced_status: null,
    problem: null,
    kept: null,
  });
}

/**
 * The left part of a Message-ID (RFC 5322, 3.6.4), the same whenever the message is sent: mail programs and servers that know it already
 * show one message.
 * @param subject null where the event names one address itself
 */
export function messageId(event: string, subject: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify([event, subject]))
    .digest('hex')
    .slice(0, 40);
}
