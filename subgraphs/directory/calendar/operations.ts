import type { DirectoryParts } from '../parts.ts';
import type { CalendarFeedRow } from '../storage/calendar-feed-row.ts';
import {
  calendarFeedsOf,
  createCalendarFeed,
  type NewFeed,
  type OpenedFeed,
  readCalendar,
  revokeCalendarFeed,
} from './feeds.ts';

/** When contacts are to be reviewed, for people's own calendars. */
export interface CalendarOperations {
  calendarFeedsOf(iso3: string): Promise<readonly CalendarFeedRow[]>;
  createCalendarFeed(feed: NewFeed): Promise<OpenedFeed>;
  /** @param feed its id, and of whom it is to be; null: of anybody */
  revokeCalendarFeed(feed: { readonly id: string; readonly iso3: string | null }): Promise<void>;
  /** The calendar behind a link's secret; null where there is no such link. */
  reviewCalendar(secret: string): Promise<string | null>;
}

export const calendarOperations = (parts: DirectoryParts, subject: string): CalendarOperations => ({
  calendarFeedsOf: (iso3) => calendarFeedsOf(parts, iso3),
  createCalendarFeed: (feed) => createCalendarFeed(parts, feed, subject),
  revokeCalendarFeed: (feed) => revokeCalendarFeed(parts, feed),
  reviewCalendar: (secret) => readCalendar(parts, secret),
});
