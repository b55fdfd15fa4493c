import { type EntityManager, In, IsNull } from 'typeorm';
import { type Instant, instant } from '../../../platform/clock/clock.ts';
import { dayOf } from '../../../platform/clock/days.ts';
import { putRows } from '../../../platform/database/rows.ts';
import { badInput, conflict, notFound } from '../../../platform/errors/problem.ts';
import { memberState } from '../../../platform/states/states.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { compareContacts } from '../contacts/order.ts';
import { tellLedger } from '../ledger/tell.ts';
import { mustNotHaveLeft } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { raiseRevision } from '../storage/directory-revision.ts';
import { ContactReviewRow } from '../storage/review-rows.ts';
import { intervalsOf } from './interval.ts';
import { dueAfter, reminderFrom } from './schedule.ts';

/** A contact as somebody saw it. */
export interface SeenContact {
  readonly id: string;
  readonly revision: number;
}

const rowsAtOnce = 200;

/**
 * The state says that a contact is still correct as it saw it.
 * @throws Problem NOT_FOUND, or CONFLICT where the contact changed since
 */
export async function confirmContact(parts: DirectoryParts, seen: SeenContact): Promise<ContactRow> {
  return parts.database.write(async (manager) => {
    await expireConsentsWithin(manager, parts.clock);
    const [contact] = await asSeen(manager, [seen]);
    if (!contact) throw notFound('There is no such contact.');
    await mustNotHaveLeft(manager, contact.iso3);
    await confirmWithin(manager, [contact], instant(parts.clock.now()));
    return contact;
  });
}

/** The state says that all of its contacts are still correct. @throws Problem BAD_USER_INPUT */
export async function confirmAllContacts(
  { database, clock }: DirectoryParts,
  given: string,
): Promise<ContactRow[]> {
  const state = memberState(given.trim().toUpperCase());
  if (!state) throw badInput('state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
  return database.write(async (manager) => {
    await mustNotHaveLeft(manager, state.iso3);
    await expireConsentsWithin(manager, clock);
    const contacts = await manager.findBy(ContactRow, { iso3: state.iso3, removed_at: IsNull() });
    await confirmWithin(manager, contacts, instant(clock.now()));
    return contacts.sort(compareContacts);
  });
}

/** The contacts, if each is still as it was seen. @throws Problem NOT_FOUND, CONFLICT */
export async function asSeen(manager: EntityManager, seen: readonly SeenContact[]): Promise<ContactRow[]> {
  const rows = await manager.findBy(ContactRow, { id: In(seen.map(({ id }) => id)), removed_at: IsNull() });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return seen.map(({ id, revision }) => {
    const contact = byId.get(id);
    if (!contact) throw notFound('There is no such contact.');
    if (contact.revision === revision) return contact;
    throw conflict(
      `This contact changed since you saw it: it is at revision ${contact.revision}. Look at it as it is now, and confirm that.`,
      { contact: id, revision: contact.revision },
    );
  });
}

/** Notes in one transaction that contacts are still correct, and tells the ledger who said so. */
export async function confirmWithin(
  manager: EntityManager,
  contacts: readonly ContactRow[],
  now: Instant,
): Promise<void> {
  if (contacts.length === 0) return;
  const intervalOf = await intervalsOf(
    manager,
    contacts.map(({ iso3 }) => iso3),
  );
  const known = new Map<string, ContactReviewRow>();
  for (let from = 0; from < contacts.length; from += rowsAtOnce) {
    const contact_id = In(contacts.slice(from, from + rowsAtOnce).map(({ id }) => id));
    for (const row of await manager.findBy(ContactReviewRow, { contact_id })) known.set(row.contact_id, row);
  }
  const reviews = contacts.map(({ id, iso3 }) => {
    const due_at = dueAfter(now, intervalOf(iso3));
    return {
      contact_id: id,
      iso3,
      stated_at: now,
      vouched_at: known.get(id)?.vouched_at ?? null,
      confirmed_at: now,
      due_at,
      remind_on: reminderFrom(due_at, dayOf(now)),
    };
  });
  await putRows(manager, ContactReviewRow, reviews);
  await tellLedger(
    manager,
    now,
    contacts.map(({ id, iso3, revision }) => ({
      kind: 'contact.confirmed',
      state: iso3,
      subjects: { contact: id },
      payload: { revision },
    })),
  );
  await raiseRevision(manager);
}
