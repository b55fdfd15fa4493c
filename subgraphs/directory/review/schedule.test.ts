import { describe, expect, it } from 'vitest';
import { addDays, dayOf, monthsAfter } from '../../../platform/clock/days.ts';
import { dueAfter, isOverdue, reminderFrom } from './schedule.ts';

const due = '2028-03-01T09:00:00.000Z';

/** Every reminder up to a day, each looked for from the day after the one before. */
function remindersUntil(last: string): string[] {
  const days: string[] = [];
  for (let from = '2027-03-01'; ; from = addDays(days.at(-1) ?? from, 1)) {
    const next = reminderFrom(due, from);
    if (next > last) return days;
    days.push(next);
  }
}

describe('a contact', () => {
  it('is due a year after its confirmation, or half a year where its state prefers', () => {
    expect(dueAfter('2027-03-01T09:00:00.000Z', 'YEAR')).toBe(due);
    expect(dueAfter('2027-03-01T09:00:00.000Z', 'HALF_YEAR')).toBe('2027-09-01T09:00:00.000Z');
  });

  it('is due on the last day of a month that has no such day', () => {
    expect(monthsAfter('2028-02-29T10:00:00.000Z', 12)).toBe('2029-02-28T10:00:00.000Z');
    expect(monthsAfter('2027-08-31T10:00:00.000Z', 6)).toBe('2028-02-29T10:00:00.000Z');
    expect(monthsAfter('2027-12-31T23:59:59.999Z', 6)).toBe('2028-06-30T23:59:59.999Z');
  });

  it('is overdue once its time is over, and not at that very time', () => {
    expect(isOverdue(due, due)).toBe(false);
    expect(isOverdue(due, '2028-03-01T09:00:00.001Z')).toBe(true);
  });

  it('is reminded of 60, 30 and 7 days before it is due, and every week after', () => {
    expect(remindersUntil('2028-03-30')).toEqual([
      '2028-01-01',
      '2028-01-31',
      '2028-02-23',
      '2028-03-08',
      '2028-03-15',
      '2028-03-22',
      '2028-03-29',
    ]);
  });

  it('is reminded of on the next of these days where it came late', () => {
    expect(reminderFrom(due, '2028-02-01')).toBe('2028-02-23');
    expect(reminderFrom(due, dayOf(due))).toBe('2028-03-08');
    expect(reminderFrom(due, '2029-03-01')).toBe('2029-03-07');
  });
});
