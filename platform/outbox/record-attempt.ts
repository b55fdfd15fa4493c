import type { EntityManager, UpdateQueryBuilder } from 'typeorm';
import { instant } from '../clock/clock.ts';
import { afterRefusal, patienceMilliseconds } from './backoff.ts';
import type { Claim } from './claim.ts';
import { type KeptMail, OutboxMessageRow } from './rows.ts';
import type { Attempt } from './sending.ts';

const free = { lease_owner: null, lease_until: null };
type Columns = Parameters<UpdateQueryBuilder<OutboxMessageRow>['set']>[0];

/** The longest a message waits again because the mail server, not it, was at fault. */
const longestForOutage = 10 * 60_000;

/** Stores what became of an attempt at a message. */
export async function recordAttempt(
  manager: EntityManager,
  { message, lease }: Claim,
  attempt: Attempt,
  now: Date,
): Promise<void> {
  const at = instant(now);
  const { id, attempts } = message;
  if (attempt.kind === 'sent') {
    // Whoever holds the lease by now: it is sent.
    const sent = { status: 'SENT' as const, ended_at: at, next_attempt_at: null, problem: null, ...free };
    await manager.update(OutboxMessageRow, { id, status: 'WAITING' }, sent);
    return;
  }
  const mine = { id, lease_owner: lease, status: 'WAITING' as const };
  await manager.update(OutboxMessageRow, mine, { ...free, ...whatNext() });

  function whatNext(): Columns {
    const delay = afterRefusal(attempts, Math.random());
    if (attempt.kind !== 'refused')
      return { next_attempt_at: instant(new Date(now.getTime() + Math.min(delay, longestForOutage))) };
    const since = message.refused_since ?? at;
    const said = {
      reply_code: attempt.replyCode,
      enhanced_status: attempt.enhancedStatus,
      problem: attempt.problem,
      refused_since: since,
    };
    const isOver = attempt.forGood || now.getTime() - Date.parse(since) >= patienceMilliseconds;
    return isOver
      ? { ...said, status: 'FAILED', ended_at: at, next_attempt_at: null }
      : { ...said, next_attempt_at: instant(new Date(now.getTime() + delay)) };
  }
}

/** Ends a message that is not sent: its reader is gone, its time has passed. */
export async function cancel(manager: EntityManager, { message, lease }: Claim, now: Date): Promise<void> {
  await manager.update(
    OutboxMessageRow,
    { id: message.id, lease_owner: lease, status: 'WAITING' },
    { ...free, status: 'CANCELLED', ended_at: instant(now), next_attempt_at: null },
  );
}

/** Keeps a message for the mailbox page, in place of sending it. */
export async function keep(
  manager: EntityManager,
  { message, lease }: Claim,
  mail: KeptMail,
  now: Date,
): Promise<void> {
  await manager.update(
    OutboxMessageRow,
    { id: message.id, lease_owner: lease, status: 'WAITING' },
    { ...free, status: 'KEPT', ended_at: instant(now), next_attempt_at: null, kept: mail },
  );
}
