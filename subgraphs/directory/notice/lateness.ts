import { type Day, daysBetween } from '../../../platform/clock/days.ts';

/** A change is to be notified within so many days (¶33). */
export const noticeDays = 30;

/** From the change to its notice; where the notice came first, none. */
export const daysOfNotice = (changedOn: Day, notifiedOn: Day): number =>
  Math.max(0, daysBetween(changedOn, notifiedOn));

/** By how many days a notice was late; 0 where it came in time. */
export const daysLate = (days: number): number => Math.max(0, days - noticeDays);
