import type { Instant } from '../../../platform/clock/clock.ts';
import { addDays, type Day, dayOf, daysBetween, monthsAfter } from '../../../platform/clock/days.ts';

// When a point of contact is to be looked at again, and when its state is reminded (¶33). Days are UTC's.

/** How often a state looks at its contacts: a year, unless it prefers half a year (¶33). */
export const reviewIntervals = ['YEAR', 'HALF_YEAR'] as const;
export type ReviewInterval = (typeof reviewIntervals)[number];

const monthsOf: Readonly<Record<ReviewInterval, number>> = { YEAR: 12, HALF_YEAR: 6 };

export const usualInterval: ReviewInterval = 'YEAR';

/** When a contact is to be confirmed again. */
export const dueAfter = (confirmedAt: Instant, interval: ReviewInterval): Instant =>
  monthsAfter(confirmedAt, monthsOf[interval]);

export const isOverdue = (dueAt: Instant, now: Instant): boolean => dueAt < now;

const daysBefore = [60, 30, 7];
const daysBetweenAfter = 7;

/** The first day, from `from` on, on which the state is reminded: 60, 30 and 7 days before it is due, and every week after. */
export function reminderFrom(dueAt: Instant, from: Day): Day {
  const due = dayOf(dueAt);
  const before = daysBefore.map((days) => addDays(due, -days)).find((day) => day >= from);
  if (before !== undefined) return before;
  const weeks = Math.max(1, Math.ceil(daysBetween(due, from) / daysBetweenAfter));
  return addDays(due, weeks * daysBetweenAfter);
}
