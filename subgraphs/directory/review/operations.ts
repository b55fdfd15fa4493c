import DataLoader from 'dataloader';
import { In } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { freshLists } from '../../../platform/database/list-loader.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { isPast } from '../contacts/history.ts';
import { findLate, type LateQuery } from '../notice/late.ts';
import { noticeShares, type Period, reviewShares } from '../notice/shares.ts';
import type { Share } from '../notice/statistics.ts';
import type { Page } from '../paging.ts';
import type { DirectoryParts } from '../parts.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactNoticeRow } from '../storage/notice-row.ts';
import { ContactReviewRow } from '../storage/review-rows.ts';
import { confirmAllContacts, confirmContact, type SeenContact } from './confirm.ts';
import { intervalsOf, setReviewInterval } from './interval.ts';
import { confirmByReviewLink, openReviewLink, type ReviewLink } from './link.ts';
import { findOverdue, type OverdueQuery } from './overdue.ts';
import { isOverdue, type ReviewInterval } from './schedule.ts';

/** When a contact was confirmed and is to be confirmed again. */
export interface ContactReview {
  readonly confirmedAt: string;
  readonly dueAt: string;
  readonly overdue: boolean;
  /** Whose word that was: the state's here, or that of a region it is copied from. */
  readonly confirmedBy: 'STATE' | 'REGION';
}

/** What can be asked and said of when contacts were last confirmed, and of when changes were notified. */
export interface ReviewOperations {
  /** Null for a contact of the past. */
  reviewOf(contact: ContactRow): Promise<ContactReview | null>;
  reviewIntervalOf(iso3: string): Promise<ReviewInterval>;
  setReviewInterval(setting: {
    readonly state: string;
    readonly interval: ReviewInterval;
  }): Promise<MemberState>;
  confirmContact(seen: SeenContact): Promise<ContactRow>;
  confirmAllContacts(state: string): Promise<readonly ContactRow[]>;
  overdueReviews(query: OverdueQuery): Promise<Page<ContactRow>>;
  /** @param secret the link's, which only those have to whom it was sent */
  reviewLink(secret: string): Promise<ReviewLink | null>;
  confirmByReviewLink(secret: string, shown: readonly SeenContact[]): Promise<ReviewLink>;
  reviewStatistics(): Promise<readonly Share[]>;

  noticesOf(contact: ContactRow): Promise<readonly ContactNoticeRow[]>;
  lateNotices(query: LateQuery): Promise<Page<ContactNoticeRow>>;
  noticeStatistics(period: Period): Promise<readonly Share[]>;
}

export function reviewOperations(
  parts: DirectoryParts,
  subject: string,
  bounded: (first: number) => number,
): ReviewOperations {
  const { database, clock } = parts;
  const reviews = new DataLoader<string, ContactReviewRow | null>(
    async (ids) => {
      const rows = await database.read((manager) =>
        manager.findBy(ContactReviewRow, { contact_id: In([...ids]) }),
      );
      const byId = new Map(rows.map((row) => [row.contact_id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { cache: false, maxBatchSize: 500 },
  );
  const intervals = new DataLoader<string, ReviewInterval>(
    async (iso3s) => {
      const intervalOf = await database.read((manager) => intervalsOf(manager, iso3s));
      return iso3s.map(intervalOf);
    },
    { cache: false },
  );
  const notices = freshLists(
    database,
    ({ contact_id }: ContactNoticeRow) => contact_id,
    (manager, ids) =>
      manager.find(ContactNoticeRow, {
        where: { contact_id: In(ids) },
        order: { changed_on: 'ASC', notified_on: 'ASC', origin: 'ASC' },
      }),
  );
  return {
    reviewOf: async (contact) => {
      const row = isPast(contact) ? null : await reviews.load(contact.id);
      if (!row) return null;
      const { confirmed_at, due_at, stated_at } = row;
      return {
        confirmedAt: confirmed_at,
        dueAt: due_at,
        overdue: isOverdue(due_at, instant(clock.now())),
        confirmedBy: stated_at === confirmed_at ? 'STATE' : 'REGION',
      };
    },
    reviewIntervalOf: (iso3) => intervals.load(iso3),
    setReviewInterval: (setting) => setReviewInterval(parts, setting, subject),
    confirmContact: (seen) => confirmContact(parts, seen),
    confirmAllContacts: (state) => confirmAllContacts(parts, state),
    overdueReviews: (query) =>
      database.read((manager) =>
        findOverdue(manager, { ...query, first: bounded(query.first) }, instant(clock.now())),
      ),
    reviewLink: (secret) => openReviewLink(parts, secret),
    confirmByReviewLink: (secret, shown) => confirmByReviewLink(parts, secret, shown),
    reviewStatistics: () => database.read((manager) => reviewShares(manager, instant(clock.now()))),

    noticesOf: ({ id }) => notices.load(id),
    lateNotices: (query) =>
      database.read((manager) => findLate(manager, { ...query, first: bounded(query.first) })),
    noticeStatistics: (period) => database.read((manager) => noticeShares(manager, period)),
  };
}
