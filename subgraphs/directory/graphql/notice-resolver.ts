import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { instant } from '../../../platform/clock/clock.ts';
import { type Day, dayOf } from '../../../platform/clock/days.ts';
import { GraphQLDate, givenDate } from '../../../platform/graphql/scalars.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { daysLate } from '../notice/lateness.ts';
import type { Share } from '../notice/statistics.ts';
import type { Page } from '../paging.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { ContactNoticeRow } from '../storage/notice-row.ts';
import { ContactType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import {
  ChangeNoticeType,
  LateNoticeConnectionType,
  LateNoticeType,
  TimelinessShareType,
} from './review-types.ts';
import { StateType } from './state-types.ts';

function noticeType({ origin, changed_on, notified_on, days }: ContactNoticeRow): ChangeNoticeType {
  return { origin, changedOn: changed_on, notifiedOn: notified_on, days, daysLate: daysLate(days) };
}

/** The first and the last day there is room for. */
const ever = { from: '0001-01-01', to: '9999-12-31' };

const given = (field: string, date: Date | null, otherwise: Day): Day =>
  date === null ? otherwise : dayOf(instant(givenDate(field, date)));

@Resolver(() => LateNoticeType)
export class NoticeResolver {
  @Query(() => LateNoticeConnectionType, {
    description:
      'The changes that were notified later than 30 days after they happened: all for the custodian, its own for a state.',
  })
  lateNotices(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { nullable: true, description: 'Of this state only.' })
    state: string | null = null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many: 1 to 200.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null = null,
  ): Promise<Page<ContactNoticeRow>> {
    return directory.lateNotices({ iso3: state?.trim().toUpperCase() ?? null, first: first ?? 50, after });
  }

  @Query(() => [TimelinessShareType], {
    description:
      'How many days passed from a change to its notice, and which share was late, by function and regional group.',
  })
  noticeStatistics(
    @Ctx() { directory }: DirectoryContext,
    @Arg('from', () => GraphQLDate, { nullable: true, description: 'Notified from this day on.' })
    from: Date | null = null,
    @Arg('to', () => GraphQLDate, { nullable: true, description: 'Notified up to this day.' })
    to: Date | null = null,
  ): Promise<readonly Share[]> {
    return directory.noticeStatistics({ from: given('from', from, ever.from), to: given('to', to, ever.to) });
  }

  @FieldResolver(() => ChangeNoticeType, { description: 'When, and by how much too late.' })
  notice(@Root() row: ContactNoticeRow): ChangeNoticeType {
    return noticeType(row);
  }

  @FieldResolver(() => StateType, { description: 'The state whose contact it is.' })
  state(
    @Root() { iso3 }: ContactNoticeRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<MemberState | null> {
    return directory.state(iso3);
  }

  @FieldResolver(() => ContactType, { nullable: true, description: 'The contact; null where it is gone.' })
  contact(
    @Root() { contact_id }: ContactNoticeRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<ContactRow | null> {
    return directory.contact(contact_id);
  }
}

@Resolver(() => ContactType)
export class ContactNoticeResolver {
  @FieldResolver(() => [ChangeNoticeType], {
    description:
      'Its changes, and when they were notified, for its own state and the custodian: those that the state entered, and those of which its region gives both days.',
  })
  async notices(
    @Root() contact: ContactRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<ChangeNoticeType[]> {
    return (await directory.noticesOf(contact)).map(noticeType);
  }
}
