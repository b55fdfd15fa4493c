import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type EntityManager, In, IsNull, LessThan } from 'typeorm';
import { type Instant, instant } from '../../../platform/clock/clock.ts';
import { addDays, beginOf, type Day, dayOf } from '../../../platform/clock/days.ts';
import { conflict, notFound } from '../../../platform/errors/problem.ts';
import { type Actor, actingAs } from '../../../platform/ledger/actor.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { compareContacts } from '../contacts/order.ts';
import { statesAside } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { ContactReviewRow, ReviewLinkRow } from '../storage/review-rows.ts';
import { asSeen, confirmWithin, type SeenContact } from './confirm.ts';

/** A message is followed by the next one within a month, and by one each week once it is due. */
const validDays = 31;
const forgottenAfterDays = 90;

/** EXPIRED: its time is over. USED: all that it could confirm is confirmed, or gone. */
export const reviewLinkStatuses = ['OPEN', 'USED', 'EXPIRED'] as const;
export type ReviewLinkStatus = (typeof reviewLinkStatuses)[number];

/** What somebody with a link gets to see. */
export interface ReviewLink {
  readonly iso3: string;
  readonly status: ReviewLinkStatus;
  /** Those that it can confirm still, as they are now. */
  readonly contacts: readonly ContactRow[];
}

/** A secret nobody can search for, of 256 bits, and the link whose secret it is; the secret itself is kept nowhere. */
export function newLink(
  iso3: string,
  contacts: string[],
  now: Instant,
): { secret: string; link: ReviewLinkRow } {
  const secret = randomBytes(32).toString('base64url');
  const link = {
    id: randomUUID(),
    iso3,
    token_hash: digestOf(secret),
    contacts,
    created_at: now,
    expires_at: beginOf(addDays(dayOf(now), validDays)),
  };
  return { secret, link };
}

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** A link as it is now. Showing it shows contact details: that is recorded first. Null where there is no such link. */
export async function openReviewLink(parts: DirectoryParts, secret: string): Promise<ReviewLink | null> {
  const { database, clock, readings } = parts;
  const link = await database.read((manager) =>
    manager.findOneBy(ReviewLinkRow, { token_hash: digestOf(secret) }),
  );
  if (!link) return null;
  const seen = await database.read((manager) => asItIs(manager, link, instant(clock.now())));
  if (seen.contacts.length > 0)
    await readings.record({
      reader: bearerOf(link),
      operation: 'review link',
      request: randomUUID(),
      through: ['contact'],
      contacts: { [link.iso3]: seen.contacts.map(({ id }) => id).sort() },
    });
  return seen;
}

/**
 * Whoever has the link says that contacts are still correct as they were shown: all of those named, or none.
 * @throws Problem CONFLICT where there is no such link, its time is over, or one of them changed since it was shown; NOT_FOUND
 * where it is not for one of them
 */
export async function confirmByReviewLink(
  parts: DirectoryParts,
  secret: string,
  shown: readonly SeenContact[],
): Promise<ReviewLink> {
  const { database, clock } = parts;
  return database.write(async (manager) => {
    await expireConsentsWithin(manager, clock);
    const now = instant(clock.now());
    const link = await manager.findOneBy(ReviewLinkRow, { token_hash: digestOf(secret) });
    if (!link) throw conflict('There is no such link.');
    const { status, contacts: open } = await asItIs(manager, link, now);
    if (status === 'EXPIRED')
      throw conflict('The time of this link is over. A new one comes with the next reminder.');
    if (shown.some(({ id }) => !link.contacts.includes(id)))
      throw notFound('This link is not for that contact.');
    const contacts = await asSeen(manager, shown);
    const left = contacts.filter(({ id }) => open.some((contact) => contact.id === id));
    // Sent twice, or by two people at once: it is confirmed once.
    await actingAs(bearerOf(link), () => confirmWithin(manager, left, now));
    return asItIs(manager, link, now);
  });
}

/** Whoever has the link acts for its state's authority, to whom it was sent. */
const bearerOf = ({ id, iso3 }: ReviewLinkRow): Actor => ({
  role: 'state',
  subject: `review link ${id}`,
  party: iso3,
});

async function asItIs(manager: EntityManager, link: ReviewLinkRow, now: Instant): Promise<ReviewLink> {
  const { iso3, contacts: ids, created_at, expires_at } = link;
  if (expires_at <= now) return { iso3, status: 'EXPIRED', contacts: [] };
  const aside = (await statesAside(manager, [iso3])).get(iso3);
  // Its contacts are in the directory no longer.
  if (aside?.left_at) return { iso3, status: 'USED', contacts: [] };
  const reviews = await manager.findBy(ContactReviewRow, { contact_id: In(ids), iso3 });
  const open = reviews
    .filter(({ stated_at }) => stated_at === null || stated_at < created_at)
    .map(({ contact_id }) => contact_id);
  const contacts = await manager.findBy(ContactRow, { id: In(open), removed_at: IsNull() });
  return { iso3, status: contacts.length > 0 ? 'OPEN' : 'USED', contacts: contacts.sort(compareContacts) };
}

/** Links whose time has been over for long are forgotten. */
export async function forgetLinks(manager: EntityManager, today: Day): Promise<void> {
  const before = beginOf(addDays(today, -forgottenAfterDays));
  await manager.delete(ReviewLinkRow, { expires_at: LessThan(before) });
}
