import {
  daysAfter,
  instantOf,
  type LocalTime,
  localTime,
  weekdayOf,
} from '../../../platform/clock/time-zone.ts';
import { type Availability, weekdays } from './availability.ts';

/** Whether a point of contact answers at a time, and when that changes. */
export interface Answering {
  readonly open: boolean;
  /** When it opens next; null while it is open. */
  readonly opensAt: Date | null;
  /** When it closes; null while it is closed, and where it never does. */
  readonly closesAt: Date | null;
}

interface Span {
  readonly from: number;
  to: number;
}

/** A week, and a day on either side. */
const daysAround = { before: 1, after: 9 };

export function answeringAt(availability: Availability, at: Date): Answering {
  if (availability.aroundTheClock) return { open: true, opensAt: null, closesAt: null };
  const spans = spansAround(availability, at);
  const end = spans.at(-1)?.to;
  const now = at.getTime();
  const current = spans.find(({ from, to }) => from <= now && now < to);
  if (current)
    // Hours that follow on one another for more than a week have no end.
    return { open: true, opensAt: null, closesAt: current.to === end ? null : new Date(current.to) };
  const next = spans.find(({ from }) => from > now);
  return { open: false, opensAt: next ? new Date(next.from) : null, closesAt: null };
}

/** The hours around a time, in their order; those that meet are one. */
function spansAround({ timeZone, hours }: Availability, at: Date): Span[] {
  const today = localTime(at, timeZone);
  const instantAt = (day: LocalTime, minutes: number) => instantOf({ ...day, minutes }, timeZone).getTime();
  const found: Span[] = [];
  for (let days = -daysAround.before; days <= daysAround.after; days += 1) {
    const day = daysAfter(today, days);
    const weekday = weekdays[weekdayOf(day)];
    for (const { from, to } of hours.filter((each) => each.day === weekday)) {
      const lastDay = to > from ? day : daysAfter(day, 1);
      found.push({ from: instantAt(day, from), to: instantAt(lastDay, to) });
    }
  }
  found.sort((a, b) => a.from - b.from);
  const spans: Span[] = [];
  for (const span of found) {
    const last = spans.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else spans.push(span);
  }
  return spans;
}
