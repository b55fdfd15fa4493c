import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import type { Day } from '../../../platform/clock/days.ts';
import { GraphQLDate, GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import { ContactFunctionEnum, RegionalGroupEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import { PageInfoValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { ContactFunction, RegionalGroup } from '../../../platform/vocabulary/terms.ts';
import { fewestStates } from '../notice/statistics.ts';
import type { SeenContact } from '../review/confirm.ts';
import type { ReviewLinkStatus } from '../review/link.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { ContactNoticeRow } from '../storage/notice-row.ts';
import { ContactType } from './contact-types.ts';
import { ConfirmedByEnum, ReviewLinkStatusEnum } from './enums.ts';

@ObjectType('ContactReview', { description: 'When a contact was last confirmed, and when it is due again.' })
export class ContactReviewType {
  @Field(() => GraphQLDateTime, {
    description:
      'When its state last wrote or confirmed it, or up to when a region it is copied from vouches for it, whichever is later.',
  })
  confirmedAt!: Instant;
  @Field(() => ConfirmedByEnum, { description: 'Whose word that was.' })
  confirmedBy!: 'STATE' | 'REGION';
  @Field(() => GraphQLDateTime, { description: 'When it is to be confirmed again.' })
  dueAt!: Instant;
  @Field(() => Boolean, {
    description:
      'That time is over. The contact stays as it is; whether it is still correct, nobody has said.',
  })
  overdue!: boolean;
}

@ObjectType('OverdueReviewConnection', {
  description:
    'A page of contacts whose confirmation is overdue, the one that was due first before the others.',
})
export class OverdueReviewConnectionType {
  @Field(() => [ContactType], { description: 'The contacts of this page.' })
  nodes!: ContactRow[];
  @Field(() => Int, { description: 'How many there are on all pages.' })
  totalCount!: number;
  @Field(() => PageInfoValue, { description: 'Where this page ends.' })
  pageInfo!: PageInfoValue;
}

@InputType('SeenContactInput', { description: 'A contact as somebody saw it.' })
export class SeenContactInput implements SeenContact {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;
  @Field(() => Int, { description: 'The revision that was shown.' })
  revision!: number;
}

@ObjectType('ReviewLink', { description: 'What the bearer of a review link gets to see.' })
export class ReviewLinkType {
  @Field(() => ID, { description: 'The state whose contacts it is about.' })
  iso3!: string;
  @Field(() => ReviewLinkStatusEnum, { description: 'Whether it can confirm anything.' })
  status!: ReviewLinkStatus;
  @Field(() => [ContactType], { description: 'Those that it can confirm still, as they are now.' })
  contacts!: readonly ContactRow[];
}

@ObjectType('ChangeNotice', {
  description: 'A change of a contact, and when it was notified (30 days, ¶33).',
})
export class ChangeNoticeType {
  @Field(() => ID, {
    description:
      'DIRECT: the state told the global directory. Otherwise the code of the regional directory that it told.',
  })
  origin!: string;
  @Field(() => GraphQLDate, { description: 'The day on which it happened, as it was said.' })
  changedOn!: Day;
  @Field(() => GraphQLDate, { description: 'The day on which it was notified; of a direct one, entered.' })
  notifiedOn!: Day;
  @Field(() => Int, { description: 'From one day to the other.' })
  days!: number;
  @Field(() => Int, { description: 'By how many days that is more than 30; 0 where it was in time.' })
  daysLate!: number;
}

@ObjectType('LateNotice', { description: 'A change that was notified later than 30 days after it happened.' })
export class LateNoticeType {
  @Field(() => ChangeNoticeType, { description: 'When, and by how much too late.' })
  notice!: ChangeNoticeType;
}

@ObjectType('LateNoticeConnection', {
  description: 'A page of late notices, in the order in which the directory learnt of them.',
})
export class LateNoticeConnectionType {
  @Field(() => [LateNoticeType], { description: 'The notices of this page.' })
  nodes!: ContactNoticeRow[];
  @Field(() => Int, { description: 'How many there are on all pages.' })
  totalCount!: number;
  @Field(() => PageInfoValue, { description: 'Where this page ends.' })
  pageInfo!: PageInfoValue;
}

const few = `Null where it is of fewer than ${fewestStates} states: it would tell of one of them.`;

@ObjectType('TimelinessShare', {
  description:
    'What is so of all contacts of one function in one regional group. No state is named, and none is ranked.',
})
export class TimelinessShareType {
  @Field(() => ContactFunctionEnum, { description: 'The function.' })
  function!: ContactFunction;
  @Field(() => RegionalGroupEnum, { description: 'The regional group at the United Nations.' })
  regionalGroup!: RegionalGroup;
  @Field(() => Int, { nullable: true, description: `How many contacts, or notices, there are. ${few}` })
  count!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: `The share of them that is overdue, or late: 0 to 1. ${few}`,
  })
  lateShare!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: `The median of the days since the confirmation, or from the change to its notice. ${few}`,
  })
  medianDays!: number | null;
}
