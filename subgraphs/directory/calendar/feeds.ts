import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict, notFound } from '../../../platform/errors/problem.ts';
import { memberState } from '../../../platform/states/states.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';
import { tellLedger } from '../ledger/tell.ts';
import { mustNotHaveLeft, statesAside } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { CalendarFeedRow } from '../storage/calendar-feed-row.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { ContactReviewRow } from '../storage/review-rows.ts';
import { type DueReview, reviewCalendar } from './review-calendar.ts';

const mostFeeds = 10;

export interface NewFeed {
  readonly state: string;
  readonly language: Language;
}

/** A feed with the link to it, which is told this once. */
export interface OpenedFeed {
  readonly feed: CalendarFeedRow;
  /** Below the address of the product. */
  readonly path: string;
}

export const calendarPath = (secret: string): string => `/calendar/${secret}.ics`;

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Opens a calendar of a state's reviews to whoever has the link. @throws Problem BAD_USER_INPUT, CONFLICT */
export async function createCalendarFeed(
  { database, clock }: DirectoryParts,
  { state: given, language }: NewFeed,
  createdBy: string,
): Promise<OpenedFeed> {
  const state = memberState(given.trim().toUpperCase());
  if (!state) throw badInput('state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
  const secret = randomBytes(32).toString('base64url');
  const now = instant(clock.now());
  const feed: CalendarFeedRow = {
    id: randomUUID(),
    iso3: state.iso3,
    secret_hash: digestOf(secret),
    language,
    created_at: now,
    created_by: createdBy,
  };
  await database.write(async (manager) => {
    await mustNotHaveLeft(manager, state.iso3);
    if ((await manager.countBy(CalendarFeedRow, { iso3: state.iso3 })) >= mostFeeds)
      throw conflict(
        `A state has at most ${mostFeeds} calendar links. Revoke one that nobody needs any more.`,
      );
    await manager.insert(CalendarFeedRow, feed);
    const { id } = feed;
    await tellLedger(manager, now, [
      { kind: 'calendar.opened', state: state.iso3, subjects: { calendar: id }, payload: { language } },
    ]);
  });
  return { feed, path: calendarPath(secret) };
}

/**
 * Ends a link at once.
 * @param iso3 of whom it is to be; null: of anybody
 * @throws Problem NOT_FOUND
 */
export function revokeCalendarFeed(
  { database, clock }: DirectoryParts,
  { id, iso3 }: { readonly id: string; readonly iso3: string | null },
): Promise<void> {
  return database.write(async (manager) => {
    const feed = await manager.findOneBy(CalendarFeedRow, { id, ...(iso3 === null ? {} : { iso3 }) });
    if (!feed) throw notFound('There is no such calendar link.');
    await manager.delete(CalendarFeedRow, { id });
    await tellLedger(manager, instant(clock.now()), [
      { kind: 'calendar.revoked', state: feed.iso3, subjects: { calendar: id } },
    ]);
  });
}

/** Those that are open, the oldest first. */
export const calendarFeedsOf = ({ database }: DirectoryParts, iso3: string): Promise<CalendarFeedRow[]> =>
  database.read((manager) =>
    manager.find(CalendarFeedRow, { where: { iso3 }, order: { created_at: 'ASC', id: 'ASC' } }),
  );

/** The calendar behind a link, as it is now; null where there is no such link. Of a state that stands aside it is empty. */
export async function readCalendar(
  { database, clock }: DirectoryParts,
  secret: string,
): Promise<string | null> {
  return database.read(async (manager) => {
    const feed = await manager.findOneBy(CalendarFeedRow, { secret_hash: digestOf(secret) });
    const state = feed && memberState(feed.iso3);
    if (!state) return null;
    const isAside = (await statesAside(manager, [feed.iso3])).has(feed.iso3);
    const reviews = isAside ? [] : await dueReviews(manager, feed.iso3);
    return reviewCalendar(state, reviews, feed.language, instant(clock.now()));
  });
}

async function dueReviews(manager: EntityManager, iso3: string): Promise<DueReview[]> {
  const contacts = await manager.findBy(ContactRow, { iso3 });
  const purposes = new Map(contacts.map(({ id, content }) => [id, content.function]));
  const reviews = await manager.findBy(ContactReviewRow, { iso3 });
  return reviews.flatMap(({ contact_id, due_at }) => {
    const purpose = purposes.get(contact_id);
    return purpose === undefined ? [] : [{ function: purpose, dueAt: due_at }];
  });
}
