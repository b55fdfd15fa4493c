import type { Clock } from '../../../platform/clock/clock.ts';
import { instant } from '../../../platform/clock/clock.ts';
import { tellLedger } from '../ledger/tell.ts';
import type { DirectoryParts } from '../parts.ts';
import { SubmissionRow } from '../storage/submission-rows.ts';
import type { AuthorityPresence } from './authorities.ts';
import { endSubmission } from './decide.ts';
import { discardUnused } from './documents.ts';
import { daysAfter } from './period.ts';
import { askAuthority, remindAuthority, submissionPassed } from './tell.ts';

/** So many days before its time ends the authority is reminded of a submission, the last first. */
const reminderDays = [1, 7];
const dayMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Looks after what waits: reminds in time, and ends what nobody said yes to. Every step is a transaction of its own that looks
 * anew at what it changes, so that it can be run again, or by two instances, and does nothing twice.
 */
export async function attendSubmissions(parts: DirectoryParts, signal?: AbortSignal): Promise<void> {
  const { database, clock, log } = parts;
  await database.write((manager) => discardUnused(manager, clock.now()));
  const waiting = await database.read((manager) =>
    manager.find(SubmissionRow, { where: { status: 'WAITING' }, order: { seq: 'ASC' } }),
  );
  for (const { id, iso3, awaits, due_at } of waiting) {
    if (signal?.aborted) return;
    const isDue = due_at <= instant(clock.now());
    try {
      const mustKnow = isDue || awaits === 'SECOND_OFFICER';
      const presence = mustKnow ? await parts.authorities(iso3) : null;
      await attend(parts, id, presence);
    } catch (err) {
      log.warn({ err, submission: id }, 'submission not attended to; it will be tried again');
    }
  }
}

/** @param presence null where it was not asked for, since it makes no difference */
function attend(parts: DirectoryParts, id: string, presence: AuthorityPresence | null): Promise<void> {
  const { database, clock } = parts;
  return database.write(async (manager) => {
    const row = await manager.findOneBy(SubmissionRow, { id, status: 'WAITING' });
    if (!row) return;
    const next = nextStep(row, clock.now(), presence);
    switch (next.step) {
      case 'wait':
        return;
      case 'remind':
        await remindAuthority(manager, clock, row, next.days);
        return;
      case 'expire':
        await endSubmission(parts, manager, row, 'EXPIRED', null, null);
        return;
      case 'pass':
        row.awaits = next.to;
        row.due_at = daysAfter(clock.now(), row.period_days);
        await manager.save(SubmissionRow, row);
        await tellLedger(manager, instant(clock.now()), [submissionPassed(row)]);
        if (next.to === 'AUTHORITY') await askAuthority(manager, clock, row);
    }
  });
}

export type NextStep =
  | { readonly step: 'wait' | 'expire' }
  | { readonly step: 'remind'; readonly days: number }
  | { readonly step: 'pass'; readonly to: SubmissionRow['awaits'] };

/** What is to be done of a submission that waits. */
export function nextStep(
  { awaits, due_at, entered_at }: Pick<SubmissionRow, 'awaits' | 'due_at' | 'entered_at'>,
  now: ReturnType<Clock['now']>,
  presence: AuthorityPresence | null,
): NextStep {
  const left = Date.parse(due_at) - now.getTime();
  if (awaits === 'SECOND_OFFICER') {
    // Whoever can speak for the state by now does.
    if (presence === 'SOME') return { step: 'pass', to: 'AUTHORITY' };
    return { step: left <= 0 ? 'expire' : 'wait' };
  }
  if (left <= 0) {
    if (presence === null) return { step: 'wait' };
    return presence === 'NONE' ? { step: 'pass', to: 'SECOND_OFFICER' } : { step: 'expire' };
  }
  // Of reminders that were missed, only the last is of use; none at once with the message itself.
  const days = reminderDays.find((before) => left <= before * dayMilliseconds);
  const isNew = now.getTime() - Date.parse(entered_at) < dayMilliseconds;
  return days === undefined || isNew ? { step: 'wait' } : { step: 'remind', days };
}
