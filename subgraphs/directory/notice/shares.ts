import { Between, type EntityManager, In, IsNull, Not } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { type Day, dayOf, daysBetween } from '../../../platform/clock/days.ts';
import { memberState } from '../../../platform/states/states.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { statesAside } from '../participation/standing.ts';
import { isOverdue } from '../review/schedule.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { ContactNoticeRow } from '../storage/notice-row.ts';
import { ContactReviewRow } from '../storage/review-rows.ts';
import { daysLate } from './lateness.ts';
import { type Observed, type Share, sharesOf } from './statistics.ts';

/** Days of the calendar in UTC, both within. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** What was notified in a period: how many changes, which share of them late, and after how many days. */
export async function noticeShares(manager: EntityManager, { from, to }: Period): Promise<Share[]> {
  const rows = await manager.findBy(ContactNoticeRow, { notified_on: Between(from, to) });
  return sharesOf(
    rows.flatMap(({ iso3, days, function: purpose }) => observed(iso3, purpose, days, daysLate(days) > 0)),
  );
}

const rowsAtOnce = 500;

/** How contacts stand now: how many there are, which share is overdue, and how many days ago they were confirmed. */
export async function reviewShares(manager: EntityManager, now: Instant): Promise<Share[]> {
  const aside = [...(await statesAside(manager)).keys()];
  const reviews = await manager.findBy(ContactReviewRow, { iso3: Not(In(aside)) });
  const found: Observed[] = [];
  for (let at = 0; at < reviews.length; at += rowsAtOnce) {
    const part = new Map(reviews.slice(at, at + rowsAtOnce).map((row) => [row.contact_id, row]));
    // What a contact is for stands in what is sealed of it.
    const contacts = await manager.find(ContactRow, {
      select: { id: true, iso3: true, content: true },
      where: { id: In([...part.keys()]), removed_at: IsNull() },
    });
    for (const { id, iso3, content } of contacts) {
      const review = part.get(id);
      if (!review) continue;
      const days = Math.max(0, daysBetween(dayOf(review.confirmed_at), dayOf(now)));
      found.push(...observed(iso3, content.function, days, isOverdue(review.due_at, now)));
    }
  }
  return sharesOf(found);
}

function observed(iso3: string, purpose: ContactFunction, days: number, isLate: boolean): Observed[] {
  const regionalGroup = memberState(iso3)?.regionalGroup;
  return regionalGroup ? [{ iso3, function: purpose, regionalGroup, days, isLate }] : [];
}
