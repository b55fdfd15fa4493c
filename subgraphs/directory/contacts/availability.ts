import { z } from 'zod';

export const weekdays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const;
export type Weekday = (typeof weekdays)[number];

/** From and to are minutes of a day, 0 to 1440. Where `to` is not after `from`, it is on the next day. */
export const Hours = z.object({ day: z.enum(weekdays), from: z.int(), to: z.int() });
export type Hours = z.infer<typeof Hours>;

/** When a point of contact answers. */
export const Availability = z.object({
  /** IANA, e.g. Europe/Tallinn. */
  timeZone: z.string(),
  aroundTheClock: z.boolean(),
  /** In the order of the week; empty where it answers around the clock. */
  hours: z.array(Hours),
});
export type Availability = z.infer<typeof Availability>;

/** `09:30`, of minutes of a day. */
export function clockText(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** As history tells it. */
export function availabilityTexts({ timeZone, aroundTheClock, hours }: Availability): string[] {
  if (aroundTheClock) return [`24/7 (${timeZone})`];
  return hours.map(({ day, from, to }) => `${day} ${clockText(from)}–${clockText(to)} (${timeZone})`);
}
