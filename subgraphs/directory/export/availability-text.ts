import { type Availability, clockText, type Hours, weekdays } from '../contacts/availability.ts';

/** Times of a day as the API has them: `09:30`. */
export interface HoursRecord {
  readonly day: Hours['day'];
  readonly from: string;
  readonly to: string;
}

export interface AvailabilityRecord {
  readonly timeZone: string;
  readonly aroundTheClock: boolean;
  readonly hours: readonly HoursRecord[];
}

export const availabilityRecord = ({
  timeZone,
  aroundTheClock,
  hours,
}: Availability): AvailabilityRecord => ({
  timeZone,
  aroundTheClock,
  hours: hours.map(({ day, from, to }) => ({ day, from: clockText(from), to: clockText(to) })),
});

/** `24/7`, or `MONDAY 09:00-17:00; TUESDAY 09:00-17:00`; the time zone stands beside it. */
export function hoursText({ aroundTheClock, hours }: Availability): string {
  if (aroundTheClock) return '24/7';
  return hours.map(({ day, from, to }) => `${day} ${clockText(from)}-${clockText(to)}`).join('; ');
}

/** What `hoursText` wrote, or somebody in its form. Null where it cannot be understood. */
export function hoursIn(text: string): Omit<AvailabilityRecord, 'timeZone'> | null {
  if (/^\s*24\s*\/\s*7\s*$/.test(text)) return { aroundTheClock: true, hours: [] };
  const parts = text.split(';').filter((part) => part.trim() !== '');
  const hours = parts.map((part): HoursRecord | null => {
    const [, day = '', from = '', to = ''] = spell.exec(part) ?? [];
    const weekday = weekdays.find((one) => day !== '' && one.startsWith(day.toUpperCase()));
    return weekday ? { day: weekday, from: from.padStart(5, '0'), to: to.padStart(5, '0') } : null;
  });
  const read = hours.filter((one) => one !== null);
  return read.length > 0 && read.length === hours.length ? { aroundTheClock: false, hours: read } : null;
}

const spell = /^\s*(\p{L}{3,9})\s+(\d{1,2}:\d{2})\s*[-\u2013]\s*(\d{1,2}:\d{2})\s*$/u;
