// Wall-clock time in the zones of the IANA database, as the runtime's ICU knows them.

/** A time as a clock on the wall shows it. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Since midnight, 0 to 1439. */
  readonly minutes: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError where there is no such zone */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** A zone by its IANA name, in its usual capitals; null where there is none of that name. An offset such as +02:00 is none. */
export function timeZoneNamed(written: string): string | null {
  const name = written.trim();
  if (name.toUpperCase() === 'UTC') return 'UTC';
  if (!/^[a-z][a-z0-9_+-]*(?:\/[a-z0-9_+-]+)+$/i.test(name)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions();
    // An older or newer name of the same zone stays as it was written.
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
  } catch {
    return null;
  }
}

export function localTime(at: Date, zone: string): LocalTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    minutes: part('hour') * 60 + part('minute'),
  };
}

const minute = 60_000;
const dayLong = 24 * 60 * minute;

/** As if it were UTC. */
const asUtc = ({ year, month, day, minutes }: LocalTime) => Date.UTC(year, month - 1, day) + minutes * minute;

/** How far a zone is ahead of UTC, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const whole = Math.floor(instant / minute) * minute;
  return asUtc(localTime(new Date(whole), zone)) - whole;
}

/**
 * The instant of a wall-clock time. Where the clock is put forward over it, it is as much later; where it comes twice, it is
 * the first (as RFC 5545 §3.3.5 reads it).
 * @param local its minutes may reach into the next day
 */
export function instantOf(local: LocalTime, zone: string): Date {
  const wall = asUtc(local);
  const before = offsetAt(wall - dayLong, zone);
  const after = offsetAt(wall + dayLong, zone);
  if (offsetAt(wall - before, zone) === before) return new Date(wall - before);
  if (offsetAt(wall - after, zone) === after) return new Date(wall - after);
  return new Date(wall - before);
}

/** The day so many days after another, at midnight. */
export function daysAfter({ year, month, day }: LocalTime, days: number): LocalTime {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), minutes: 0 };
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf({ year, month, day }: LocalTime): number {
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
}
