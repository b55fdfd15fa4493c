import type { Database } from '../../platform/database/database.ts';
import { OutboxEventRow } from '../../platform/outbox/rows.ts';
import { memberStates } from '../../platform/states/states.ts';
import { blankContact } from '../../subgraphs/directory/contacts/blank-contact.ts';
import { confirmWithin } from '../../subgraphs/directory/review/confirm.ts';
import { ContactRow } from '../../subgraphs/directory/storage/contact-row.ts';
import {
  ContactReviewRow,
  ReviewLinkRow,
  ReviewSettingRow,
} from '../../subgraphs/directory/storage/review-rows.ts';

// A year of 193 states, told twice: by the product, and here, with arithmetic of its own.

export const firstDay = '2027-01-01';
export const days = 365;
const dayMilliseconds = 86_400_000;

export const dayAfter = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMilliseconds).toISOString().slice(0, 10);

/** The same every time: what failed once fails again. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface PlannedContact {
  readonly id: string;
  readonly iso3: string;
  /** The day on which it was last confirmed before the year begins. */
  readonly confirmedOn: string;
  readonly months: 6 | 12;
  /** How many days after it is due its state confirms it, each time; null: never. */
  readonly answersAfter: number | null;
}

const habits = [-45, -20, -7, -3, 0, 5, 7, 16, null];

/** One to three contacts of each state, confirmed on any day of the year before. */
export function planYear(seed: number): PlannedContact[] {
  const random = randomOf(seed);
  const among = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  return memberStates.flatMap(({ iso3 }) => {
    const months = random() < 0.25 ? 6 : 12;
    const reach = months === 6 ? 180 : 364;
    return Array.from(
      { length: 1 + Math.floor(random() * 3) },
      (_, place): PlannedContact => ({
        id: `${iso3}-${place + 1}`,
        iso3,
        confirmedOn: dayAfter(firstDay, -1 - Math.floor(random() * reach)),
        months,
        answersAfter: among(habits) ?? null,
      }),
    );
  });
}

function dueOn(confirmedOn: string, months: number): string {
  const [year = 0, month = 0, day = 0] = confirmedOn.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** On which days which contacts are confirmed, and which reminder each state gets on which day, of which contacts. */
export function expectedYear(contacts: readonly PlannedContact[]) {
  const reminders = new Map<string, string[]>();
  const confirmed = new Map<string, PlannedContact[]>();
  const dueBy = new Map(contacts.map((contact) => [contact, dueOn(contact.confirmedOn, contact.months)]));
  for (let count = 0; count < days; count += 1) {
    const today = dayAfter(firstDay, count);
    for (const contact of contacts) {
      const due = dueBy.get(contact) ?? today;
      const left = Math.round((Date.parse(due) - Date.parse(today)) / dayMilliseconds);
      if ([60, 30, 7].includes(left) || (left < 0 && left % 7 === 0)) {
        const event = `review.reminder/${contact.iso3}/${today}`;
        reminders.set(event, [...(reminders.get(event) ?? []), contact.id].sort());
      }
      if (contact.answersAfter === null || left !== -contact.answersAfter) continue;
      confirmed.set(today, [...(confirmed.get(today) ?? []), contact]);
      dueBy.set(contact, dueOn(today, contact.months));
    }
  }
  return { reminders, confirmed };
}

/** Stores the states' contacts as they are when the year begins. */
export async function beginYear(database: Database, contacts: readonly PlannedContact[]): Promise<void> {
  const rows = contacts.map(({ id, iso3, confirmedOn }): ContactRow => {
    const at = `${confirmedOn}T08:00:00.000Z`;
    return { ...blankContact(id, iso3, at), revision: 1 };
  });
  const reviews = contacts.map(({ id, iso3, confirmedOn, months }): ContactReviewRow => {
    const due = dueOn(confirmedOn, months);
    const before = [60, 30, 7].map((count) => dayAfter(due, -count)).filter((day) => day >= firstDay);
    const at = `${confirmedOn}T08:00:00.000Z`;
    return {
      contact_id: id,
      iso3,
      stated_at: at,
      vouched_at: null,
      confirmed_at: at,
      due_at: `${due}T08:00:00.000Z`,
      remind_on: before[0] ?? dayAfter(due, 7),
    };
  });
  const half = [...new Set(contacts.filter(({ months }) => months === 6).map(({ iso3 }) => iso3))];
  const settings = half.map(
    (iso3): ReviewSettingRow => ({
      iso3,
      review_interval: 'HALF_YEAR',
      set_at: `${firstDay}T00:00:00.000Z`,
      set_by: 'an authority',
    }),
  );
  await database.write(async (manager) => {
    await manager.save(ContactRow, rows, { chunk: 100 });
    await manager.save(ContactReviewRow, reviews, { chunk: 100 });
    await manager.save(ReviewSettingRow, settings, { chunk: 100 });
  });
}

export async function confirmOn(
  database: Database,
  contacts: readonly PlannedContact[],
  at: string,
): Promise<void> {
  await database.write(async (manager) => {
    const rows: ContactRow[] = [];
    for (const { id } of contacts) rows.push(await manager.findOneByOrFail(ContactRow, { id }));
    await confirmWithin(manager, rows, at);
  });
}

/** What the states were told: by event, which contacts the message's link shows. */
export async function toldIn(database: Database): Promise<Map<string, string[]>> {
  const events = await database.read((manager) => manager.find(OutboxEventRow));
  const links = await database.read((manager) => manager.find(ReviewLinkRow));
  const linked = new Map(
    links.map(({ iso3, created_at, contacts }) => [
      `review.reminder/${iso3}/${created_at.slice(0, 10)}`,
      [...contacts].sort(),
    ]),
  );
  if (links.length !== events.length)
    throw new Error(`${events.length} messages with ${links.length} links.`);
  const late = events.filter(({ event, created_at }) => !event.endsWith(created_at.slice(0, 10)));
  if (late.length > 0) throw new Error(`${late[0]?.event} was told on another day.`);
  return new Map(events.map(({ event }) => [event, linked.get(event) ?? []]));
}
