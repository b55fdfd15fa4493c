import { type Instant, instant } from './clock.ts';

/** A day of the calendar in UTC, `2027-03-31`: text order is time order. */
export type Day = string;

const dayMilliseconds = 24 * 60 * 60 * 1000;

export const dayOf = (at: Instant): Day => at.slice(0, 10);

/** When a day begins, in UTC. */
export const beginOf = (day: Day): Instant => `${day}T00:00:00.000Z`;

export function addDays(day: Day, days: number): Day {
  return dayOf(instant(new Date(Date.parse(beginOf(day)) + days * dayMilliseconds)));
}

/** Whole days from one day to another; negative where the other is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(beginOf(to)) - Date.parse(beginOf(from))) / dayMilliseconds;
}

/** So many calendar months later, at the same time; on the last day of a month that has no such day. */
export function monthsAfter(at: Instant, months: number): Instant {
  const date = new Date(at);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, lastOfMonth));
  return instant(date);
}
