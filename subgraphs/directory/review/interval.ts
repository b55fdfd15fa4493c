import { type EntityManager, In } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { dayOf } from '../../../platform/clock/days.ts';
import { putRows } from '../../../platform/database/rows.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { type MemberState, memberState } from '../../../platform/states/states.ts';
import { tellLedger } from '../ledger/tell.ts';
import { mustNotHaveLeft } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { raiseRevision } from '../storage/directory-revision.ts';
import { ContactReviewRow, ReviewSettingRow } from '../storage/review-rows.ts';
import { dueAfter, type ReviewInterval, reminderFrom, usualInterval } from './schedule.ts';

/** How often each of some states looks at its contacts. */
export async function intervalsOf(
  manager: EntityManager,
  iso3s: readonly string[],
): Promise<(iso3: string) => ReviewInterval> {
  const rows = await manager.findBy(ReviewSettingRow, { iso3: In([...new Set(iso3s)]) });
  const chosen = new Map(rows.map(({ iso3, review_interval }) => [iso3, review_interval]));
  return (iso3) => chosen.get(iso3) ?? usualInterval;
}

/**
 * A state says how often it looks at its contacts; when each is due follows at once.
 * @throws Problem BAD_USER_INPUT, CONFLICT where it has left
 */
export function setReviewInterval(
  { database, clock }: DirectoryParts,
  { state: given, interval }: { readonly state: string; readonly interval: ReviewInterval },
  setBy: string,
): Promise<MemberState> {
  const state = memberState(given.trim().toUpperCase());
  if (!state) throw badInput('state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
  return database.write(async (manager) => {
    await mustNotHaveLeft(manager, state.iso3);
    const before = await intervalsOf(manager, [state.iso3]);
    if (before(state.iso3) === interval) return state;
    const now = instant(clock.now());
    const setting = { iso3: state.iso3, review_interval: interval, set_at: now, set_by: setBy };
    await manager.save(ReviewSettingRow, setting);
    const reviews = await manager.findBy(ContactReviewRow, { iso3: state.iso3 });
    for (const review of reviews) {
      review.due_at = dueAfter(review.confirmed_at, interval);
      review.remind_on = reminderFrom(review.due_at, dayOf(now));
    }
    await putRows(manager, ContactReviewRow, reviews);
    await tellLedger(manager, now, [{ kind: 'review.interval', state: state.iso3, payload: { interval } }]);
    await raiseRevision(manager);
    return state;
  });
}
