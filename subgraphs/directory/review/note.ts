import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, In } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { beginOf, dayOf } from '../../../platform/clock/days.ts';
import { putRows } from '../../../platform/database/rows.ts';
import type { Draft } from '../population/draft.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactReviewRow } from '../storage/review-rows.ts';
import { intervalsOf } from './interval.ts';
import { vouchedOn } from './regional-dates.ts';
import { dueAfter, type ReviewInterval, reminderFrom } from './schedule.ts';

const rowsAtOnce = 200;

/** Notes what a draft does to when contacts are to be confirmed again. In the draft's own transaction. */
export async function noteReviews(manager: EntityManager, draft: Draft): Promise<void> {
  const ids = [...concerned(draft)];
  if (ids.length === 0) return;
  const stated = statedIn(draft);
  const known = new Map<string, ContactReviewRow>();
  for (let from = 0; from < ids.length; from += rowsAtOnce) {
    const contact_id = In(ids.slice(from, from + rowsAtOnce));
    for (const row of await manager.findBy(ContactReviewRow, { contact_id })) known.set(row.contact_id, row);
  }
  const contacts = ids.flatMap((id) => draft.contact(id) ?? []);
  const intervalOf = await intervalsOf(
    manager,
    contacts.map(({ iso3 }) => iso3),
  );
  const changed: ContactReviewRow[] = [];
  const gone: string[] = [];
  for (const contact of contacts) {
    const before = known.get(contact.id) ?? null;
    if (contact.removed_at !== null) {
      if (before) gone.push(contact.id);
      continue;
    }
    const after = reviewOf(draft, contact, before, stated, intervalOf(contact.iso3));
    if (!before || !isDeepStrictEqual({ ...before }, after)) changed.push(after);
  }
  if (gone.length > 0) await manager.delete(ContactReviewRow, { contact_id: In(gone) });
  await putRows(manager, ContactReviewRow, changed);
}

function concerned(draft: Draft): Set<string> {
  return new Set([
    ...draft.revisions.map(({ contact_id }) => contact_id),
    ...[...draft.touchedContacts].map(({ id }) => id),
    ...[...draft.touchedSources].map(({ contact_id }) => contact_id),
    ...[...draft.droppedSources.values()].map(({ contact_id }) => contact_id),
    ...accepted(draft),
  ]);
}

/**
 * The contacts that the state spoke of itself: what it wrote, and what it accepted as it was shown. That counts as
 * confirmation. What it merely kept of a withdrawn copy, or gave back to its source, it did not look at.
 */
function statedIn(draft: Draft): ReadonlySet<string> {
  const written = draft.revisions.filter(
    ({ authority, action }) => authority === null && (action === 'ADDED' || action === 'CHANGED'),
  );
  return new Set([...written.map(({ contact_id }) => contact_id), ...accepted(draft)]);
}

const accepted = (draft: Draft): string[] =>
  [...draft.touchedProposals].flatMap(({ status, decided_at, contact_id }) =>
    status === 'ACCEPTED' && decided_at === draft.now && contact_id !== null ? [contact_id] : [],
  );

function reviewOf(
  draft: Draft,
  contact: ContactRow,
  before: ContactReviewRow | null,
  stated: ReadonlySet<string>,
  interval: ReviewInterval,
): ContactReviewRow {
  const stated_at = stated.has(contact.id) ? draft.now : (before?.stated_at ?? null);
  // What no region vouches for any more stands as it was last confirmed.
  const vouched_at = vouchedFor(draft, contact) ?? before?.vouched_at ?? null;
  const confirmed_at = later(stated_at, vouched_at) ?? draft.now;
  const due_at = dueAfter(confirmed_at, interval);
  return {
    contact_id: contact.id,
    iso3: contact.iso3,
    stated_at,
    vouched_at,
    confirmed_at,
    due_at,
    // What was reminded of today stays so: another day is next.
    remind_on: before?.due_at === due_at ? before.remind_on : reminderFrom(due_at, dayOf(draft.now)),
  };
}

/** The last day on which a region vouched for an entry that any value of the contact comes from. */
function vouchedFor(draft: Draft, contact: ContactRow): Instant | null {
  const from = draft
    .sourcesOf(contact.id)
    .filter(({ directory, source_key }) =>
      contact.provenance.some((row) => row.directory === directory && row.sourceKey === source_key),
    );
  const day = from
    .flatMap((source) => vouchedOn(source, dayOf(draft.now)) ?? [])
    .sort()
    .at(-1);
  return day === undefined ? null : beginOf(day);
}

function later(one: Instant | null, other: Instant | null): Instant | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
