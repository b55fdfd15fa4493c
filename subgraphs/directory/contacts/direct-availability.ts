import { timeZoneNamed } from '../../../platform/clock/time-zone.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { type Availability, clockText, type Hours, type Weekday, weekdays } from './availability.ts';

/** When a point of contact answers, as a state writes it. */
export interface AvailabilityRequest {
  readonly timeZone: string;
  readonly aroundTheClock?: boolean | null | undefined;
  readonly hours?: readonly HoursRequest[] | null | undefined;
}

export interface HoursRequest {
  readonly days: readonly Weekday[];
  /** `09:00`. */
  readonly from: string;
  /** `17:00`; `24:00` is the end of the day, and what is not after `from` is on the next day. */
  readonly to: string;
}

const mostHours = 50;
const dayLong = 24 * 60;
const weekLong = 7 * dayLong;

/** @throws Problem BAD_USER_INPUT with the input field at fault */
export function availabilityOf(request: AvailabilityRequest | null, path: string): Availability | null {
  if (request === null) return null;
  const timeZone = timeZoneNamed(request.timeZone);
  if (timeZone === null)
    throw badInput(`${path}.timeZone`, 'Give the time zone by its IANA name, e.g. Europe/Tallinn or UTC.');
  const given = request.hours ?? [];
  if (request.aroundTheClock === true) {
    if (given.length > 0)
      throw badInput(`${path}.hours`, 'It answers around the clock, so leave its hours out, or say false.');
    return { timeZone, aroundTheClock: true, hours: [] };
  }
  if (given.length === 0)
    throw badInput(`${path}.hours`, 'Say from when to when it answers on which days, or around the clock.');
  if (given.length > mostHours) throw badInput(`${path}.hours`, `Give at most ${mostHours}.`);
  const hours = given.flatMap((each, index) => hoursOf(each, `${path}.hours.${index}`));
  checkApart(hours, `${path}.hours`);
  return { timeZone, aroundTheClock: false, hours: hours.sort((a, b) => startOf(a) - startOf(b)) };
}

function hoursOf({ days, from, to }: HoursRequest, path: string): Hours[] {
  if (days.length === 0) throw badInput(`${path}.days`, 'Say on which days.');
  const [begin, end] = [minutesOf(from, `${path}.from`), minutesOf(to, `${path}.to`)];
  if (begin === dayLong) throw badInput(`${path}.from`, 'The day begins at 00:00.');
  return [...new Set(days)].map((day) => ({ day, from: begin, to: end }));
}

function minutesOf(written: string, path: string): number {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(written.trim()) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  if (hours === undefined || Number(minutes) > 59 || total > dayLong)
    throw badInput(path, 'Write the time as hours and minutes of a day of 24 hours, e.g. 09:00 or 17:30.');
  return total;
}

/** Minutes since the week began. */
const startOf = ({ day, from }: Hours) => weekdays.indexOf(day) * dayLong + from;
const lengthOf = ({ from, to }: Hours) => (to > from ? to - from : to + dayLong - from);

function checkApart(hours: readonly Hours[], path: string): void {
  for (const [index, one] of hours.entries())
    for (const other of hours.slice(index + 1)) {
      const ahead = (startOf(other) - startOf(one) + weekLong) % weekLong;
      const behind = (weekLong - ahead) % weekLong;
      if (ahead >= lengthOf(one) && behind >= lengthOf(other)) continue;
      const text = ({ day, from, to }: Hours) => `${day} ${clockText(from)} to ${clockText(to)}`;
      throw badInput(path, `These overlap: ${text(one)}, and ${text(other)}. Give each time once.`);
    }
}
