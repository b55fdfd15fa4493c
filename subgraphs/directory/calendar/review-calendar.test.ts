import ical from 'node-ical';
import { describe, expect, it } from 'vitest';
import { memberState } from '../../../platform/states/states.ts';
import { officialLanguages } from '../../../platform/vocabulary/terms.ts';
import { reviewCalendar } from './review-calendar.ts';

const now = '2027-03-01T12:00:00.000Z';
const reviews = [
  { function: 'TECHNICAL', dueAt: '2027-11-20T09:00:00.000Z' },
  { function: 'TECHNICAL', dueAt: '2027-11-20T23:30:00.000Z' },
  { function: 'LEGAL', dueAt: '2027-11-20T09:00:00.000Z' },
  { function: 'DIPLOMATIC', dueAt: '2027-02-01T09:00:00.000Z' },
] as const;

const eventsOf = (text: string) =>
  Object.values(ical.sync.parseICS(text)).flatMap((part) => (part?.type === 'VEVENT' ? [part] : []));
const state = memberState('CIV');
if (!state) throw new Error('There is no such state.');

describe('a calendar of reviews', () => {
  it('has an event all day long for each day and function, with how many are due', () => {
    const events = eventsOf(reviewCalendar(state, reviews, 'EN', now));
    const told = events.map(({ summary, start, datetype }) => [
      typeof summary === 'string' ? summary : summary.val,
      `${start.getFullYear()}-${start.getMonth() + 1}-${start.getDate()}`,
      datetype,
    ]);
    expect(told.sort()).toEqual([
      ['Legal: review of a point of contact', '2027-11-20', 'date'],
      ['Overdue: Diplomatic: review of a point of contact', '2027-2-1', 'date'],
      ['Technical: review of 2 points of contact', '2027-11-20', 'date'],
    ]);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(3);
  });

  it.each(officialLanguages)('can be read in %s, with no line too long', (language) => {
    const text = reviewCalendar(state, reviews, language, now);
    expect(eventsOf(text)).toHaveLength(3);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('without reviews is a calendar all the same', () => {
    expect(eventsOf(reviewCalendar(state, [], 'FR', now))).toEqual([]);
    expect(reviewCalendar(state, [], 'FR', now)).toContain('END:VCALENDAR');
  });
});
