import type { EntityManager } from 'typeorm';
import { type Instant, instant } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { tellLedger } from '../ledger/tell.ts';
import type { DirectoryParts } from '../parts.ts';
import { SubmissionPeriodRow } from '../storage/submission-rows.ts';

const usualDays = 14;
const mostDays = 90;
const name = 'period';
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** How many days a submission waits for the yes that it needs. */
export async function submissionPeriod(manager: EntityManager): Promise<number> {
  return (await manager.findOneBy(SubmissionPeriodRow, { name }))?.days ?? usualDays;
}

/** For what is entered from now on: what waits already keeps its time. @throws Problem BAD_USER_INPUT */
export async function setSubmissionPeriod(
  { database, clock }: DirectoryParts,
  days: number,
  setBy: string,
): Promise<number> {
  if (days < 1 || days > mostDays) throw badInput('days', `Give 1 to ${mostDays} days.`);
  const now = instant(clock.now());
  await database.write(async (manager) => {
    if ((await submissionPeriod(manager)) === days) return;
    await manager.save(SubmissionPeriodRow, { name, days, set_at: now, set_by: setBy });
    await tellLedger(manager, now, [{ kind: 'submission-period.set', payload: { days } }]);
  });
  return days;
}

export const daysAfter = (now: Date, days: number): Instant =>
  instant(new Date(now.getTime() + days * dayMilliseconds));
