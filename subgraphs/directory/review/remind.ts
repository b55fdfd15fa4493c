import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { type Clock, instant } from '../../../platform/clock/clock.ts';
import { addDays, type Day, dayOf, daysBetween } from '../../../platform/clock/days.ts';
import type { Database } from '../../../platform/database/database.ts';
import { putRows } from '../../../platform/database/rows.ts';
import { enqueueDirectoryMessage } from '../messages/enqueue.ts';
import { statesAside } from '../participation/standing.ts';
import { ContactReviewRow, ReviewLinkRow } from '../storage/review-rows.ts';
import { forgetLinks, newLink } from './link.ts';
import { isOverdue, reminderFrom } from './schedule.ts';

const statesAtOnce = 50;

/** The event of the one message to a state on a day. */
export const reminderEvent = (iso3: string, day: Day): string => `review.reminder/${iso3}/${day}`;

/**
 * Reminds the states of what is due today, or was while nothing ran: one message to each, which lists all of it. A state's
 * message, its link and the days of its next reminders are one transaction, so that none is sent twice and none is lost. What
 * this costs follows what is due, not what there is.
 */
export async function remindOfReviews(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    const today = dayOf(instant(clock.now()));
    const states = await database.read((manager) => statesToRemind(manager, today));
    for (const iso3 of states) {
      signal?.throwIfAborted();
      await database.write((manager) => remindState(manager, clock, iso3));
    }
    if (states.length < statesAtOnce) return;
  }
}

/** Forgets links whose time has been over for long. */
export function tidyReviewLinks({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<void> {
  return database.write((manager) => forgetLinks(manager, dayOf(instant(clock.now()))));
}

async function statesToRemind(manager: EntityManager, today: Day): Promise<string[]> {
  const rows = await manager
    .createQueryBuilder(ContactReviewRow, 'review')
    // As an expression: SQLite would go through all that there are, state by state, rather than those that are due.
    .select("review.iso3 || ''", 'iso3')
    .distinct()
    .where('review.remind_on <= :today', { today })
    .limit(statesAtOnce)
    .getRawMany<{ iso3: string }>();
  return rows.map(({ iso3 }) => iso3);
}

async function remindState(manager: EntityManager, clock: Clock, iso3: string): Promise<void> {
  const now = instant(clock.now());
  const today = dayOf(now);
  // Another instance may have been first.
  const due = await manager.findBy(ContactReviewRow, { iso3, remind_on: LessThanOrEqual(today) });
  if (due.length === 0) return;
  const tomorrow = addDays(today, 1);
  // Nothing is asked of a state that stands aside. It is reminded on the next of the days after it resumes.
  if ((await statesAside(manager, [iso3])).size > 0) {
    for (const review of due) review.remind_on = reminderFrom(review.due_at, tomorrow);
    await putRows(manager, ContactReviewRow, due);
    return;
  }
  const { secret, link } = newLink(
    iso3,
    due.map(({ contact_id }) => contact_id),
    now,
  );
  const until = new Date(link.expires_at);
  const isFirst = await enqueueDirectoryMessage(manager, clock, {
    event: reminderEvent(iso3, today),
    to: { authorityOf: iso3 },
    template: 'review.reminder',
    values: { ...whatIsDue(due, now), link: `/review/${secret}`, until },
    expiresAt: until,
  });
  if (isFirst) await manager.insert(ReviewLinkRow, link);
  // What came to be due only after today's message went out is told of tomorrow.
  for (const review of due) review.remind_on = isFirst ? reminderFrom(review.due_at, tomorrow) : tomorrow;
  await putRows(manager, ContactReviewRow, due);
}

/** How many contacts are due by when: no detail of any of them goes by mail. */
function whatIsDue(reviews: readonly ContactReviewRow[], now: string) {
  const today = dayOf(now);
  const days = reviews
    .filter(({ due_at }) => !isOverdue(due_at, now))
    .map(({ due_at }) => daysBetween(today, dayOf(due_at)));
  const within = (from: number, to: number) => days.filter((left) => left > from && left <= to).length;
  const first = reviews.map(({ due_at }) => due_at).sort()[0];
  return {
    count: reviews.length,
    overdue: reviews.length - days.length,
    inAWeek: within(-1, 7),
    inAMonth: within(7, 30),
    inTwoMonths: within(30, 60),
    firstDue: new Date(first ?? now),
  };
}
