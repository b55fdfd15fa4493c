import type { Instant } from '../../../platform/clock/clock.ts';
import { addDays, type Day, dayOf } from '../../../platform/clock/days.ts';
import { languageTag } from '../../../platform/languages/languages.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { type ContactFunction, contactFunctions, type Language } from '../../../platform/vocabulary/terms.ts';
import { component, contentLine } from '../export/content-line.ts';
import { isOverdue } from '../review/schedule.ts';
import { inLanguage } from './messages.ts';

/** When one contact is to be reviewed, and what it is for: nothing else of it reaches a calendar. */
export interface DueReview {
  readonly function: ContactFunction;
  readonly dueAt: Instant;
}

/** A calendar (iCalendar, RFC 5545): one event, all day long, for each day and function on which reviews are due. */
export function reviewCalendar(
  state: MemberState,
  reviews: readonly DueReview[],
  language: Language,
  now: Instant,
): string {
  const t = inLanguage(language);
  const text = (name: string, value: string) => contentLine(name, component(value));
  const name = t('name', { state: state.names[language] });
  const days = [...new Set(reviews.map(({ dueAt }) => dayOf(dueAt)))].sort();
  const events = days.flatMap((day) =>
    contactFunctions.map((purpose) => {
      const due = reviews.filter((review) => review.function === purpose && dayOf(review.dueAt) === day);
      if (due.length === 0) return '';
      const what = t('due', { function: t(purpose), count: due.length });
      const summary = due.some(({ dueAt }) => isOverdue(dueAt, now)) ? t('overdue', { what }) : what;
      return [
        'BEGIN:VEVENT\r\n',
        contentLine('UID', `review-${state.iso3}-${purpose}-${day}@directory`),
        contentLine('DTSTAMP', stamp(now)),
        contentLine('DTSTART', date(day), { VALUE: 'DATE' }),
        contentLine('DTEND', date(addDays(day, 1)), { VALUE: 'DATE' }),
        contentLine('SUMMARY', component(summary), { LANGUAGE: languageTag(language) }),
        contentLine('DESCRIPTION', component(t('how')), { LANGUAGE: languageTag(language) }),
        'CLASS:CONFIDENTIAL\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n',
      ].join('');
    }),
  );
  return [
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n',
    contentLine('PRODID', '-//Crosspoint//Directory of points of contact//EN'),
    text('X-WR-CALNAME', name),
    // RFC 7986.
    text('NAME', name),
    contentLine('REFRESH-INTERVAL', 'P1D', { VALUE: 'DURATION' }),
    ...events,
    'END:VCALENDAR\r\n',
  ].join('');
}

const date = (day: Day) => day.replaceAll('-', '');
const stamp = (at: Instant) => at.replace(/[-:]|\.\d+/g, '');
