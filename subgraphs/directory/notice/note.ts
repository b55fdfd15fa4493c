import { type EntityManager, In } from 'typeorm';
import { dayOf } from '../../../platform/clock/days.ts';
import { addRows } from '../../../platform/database/rows.ts';
import { direct } from '../contacts/compose.ts';
import type { Draft } from '../population/draft.ts';
import { namedDay } from '../review/regional-dates.ts';
import { ContactNoticeRow } from '../storage/notice-row.ts';
import { daysOfNotice } from './lateness.ts';

/**
 * Notes when the changes of a draft happened and when they were notified: of what a state writes itself, as it says and when it
 * says so; of a copy, as its region dates both. A region that dates one of them only says nothing about the time between. In
 * the draft's own transaction; a notice that is known stays as it was noted.
 */
export async function noteNotices(manager: EntityManager, draft: Draft): Promise<void> {
  const notices = new Map([...ofTheStates(draft), ...ofRegions(draft)].map((row) => [keyOf(row), row]));
  const ids = [...new Set([...notices.values()].map(({ contact_id }) => contact_id))];
  for (let from = 0; from < ids.length; from += rowsAtOnce) {
    const contact_id = In(ids.slice(from, from + rowsAtOnce));
    for (const known of await manager.findBy(ContactNoticeRow, { contact_id })) notices.delete(keyOf(known));
  }
  await addRows(manager, ContactNoticeRow, [...notices.values()]);
}

const rowsAtOnce = 200;

const keyOf = ({ contact_id, origin, changed_on, notified_on }: ContactNoticeRow): string =>
  JSON.stringify([contact_id, origin, changed_on, notified_on]);

function ofTheStates(draft: Draft): ContactNoticeRow[] {
  return draft.revisions.flatMap(
    ({ contact_id, authority, action, at, changed_on, notified_on: noted, snapshot }) => {
      const isWritten =
        (action === 'ADDED' || action === 'CHANGED') && snapshot !== null && isThere(draft, contact_id);
      // A removal says nothing of when it came to be, unless the state does.
      const isRemoved = action === 'REMOVED' && (changed_on ?? noted) !== null;
      if (authority !== null || !(isWritten || isRemoved)) return [];
      // What the custodian entered for the state was notified when the state's note came.
      const notified_on = noted ?? dayOf(at);
      return noticeOf(draft, contact_id, direct, changed_on ?? notified_on, notified_on);
    },
  );
}

function ofRegions(draft: Draft): ContactNoticeRow[] {
  return [...draft.touchedSources].flatMap(({ contact_id, directory, dates }) => {
    const [changed, notified] = [namedDay(dates?.changedOn ?? null), namedDay(dates?.notifiedOn ?? null)];
    // A month says too little to count days by.
    if (changed !== dates?.changedOn || notified !== dates?.notifiedOn) return [];
    if (!changed || !notified || !isThere(draft, contact_id)) return [];
    return noticeOf(draft, contact_id, directory, changed, notified);
  });
}

const isThere = (draft: Draft, id: string) => draft.contact(id)?.removed_at === null;

function noticeOf(
  draft: Draft,
  contact_id: string,
  origin: string,
  changed_on: string,
  notified_on: string,
): ContactNoticeRow[] {
  const contact = draft.contact(contact_id);
  if (!contact) return [];
  return [
    {
      contact_id,
      origin,
      changed_on,
      notified_on,
      iso3: contact.iso3,
      function: contact.content.function,
      days: daysOfNotice(changed_on, notified_on),
      noted_at: draft.now,
    },
  ];
}
