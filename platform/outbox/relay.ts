import { type EntityManager, IsNull } from 'typeorm';
import { instant } from '../clock/clock.ts';
import { afterOutage } from './backoff.ts';
import { OutboxMessageRow, OutboxRelayRow } from './rows.ts';

const name = 'relay' as const;

/** How it goes with the mail server; null while it was never at fault. */
export function relayState(manager: EntityManager): Promise<OutboxRelayRow | null> {
  return manager.findOneBy(OutboxRelayRow, { name });
}

/** The mail server could not be reached, or takes nothing from us: nothing is sent for a while. @returns how often by now, without a break */
export async function relayFailed(manager: EntityManager, problem: string, now: Date): Promise<number> {
  const known = await relayState(manager);
  // Messages that were under way beside each other met the same outage.
  if (known?.next_attempt_at && known.next_attempt_at > instant(now)) return known.failures;
  const failures = (known?.failures ?? 0) + 1;
  await manager.save(OutboxRelayRow, {
    name,
    failing_since: known?.failing_since ?? instant(now),
    failures,
    next_attempt_at: instant(new Date(now.getTime() + afterOutage(failures, Math.random()))),
    problem,
  });
  return failures;
}

/** The mail server answers. */
export async function relayAnswers(manager: EntityManager): Promise<void> {
  const known = await relayState(manager);
  if (known && known.failures > 0)
    await manager.update(
      OutboxRelayRow,
      { name },
      { failing_since: null, failures: 0, next_attempt_at: null, problem: null },
    );
}

/** Somebody has mended it: what waits because of it goes out at once. What it refused in particular waits on. */
export async function relayAtOnce(manager: EntityManager, now: Date): Promise<void> {
  await manager.update(OutboxRelayRow, { name }, { next_attempt_at: null });
  await manager.update(
    OutboxMessageRow,
    { status: 'WAITING', refused_since: IsNull() },
    { next_attempt_at: instant(now) },
  );
}
