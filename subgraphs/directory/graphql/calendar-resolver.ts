import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { LanguageEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';
import type { CalendarFeedRow } from '../storage/calendar-feed-row.ts';
import type { DirectoryContext } from './context.ts';
import { StateType } from './state-types.ts';

@ObjectType('CalendarFeed', {
  description:
    "A link by which calendar programs read on which days a state's contacts are to be reviewed: how many, and for which function, and nothing else of them.",
})
export class CalendarFeedType {
  @Field(() => ID, { description: 'Revokes it.' })
  id!: string;
  @Field(() => LanguageEnum, { description: 'In which language the calendar is.' })
  language!: Language;
  @Field(() => GraphQLDateTime, { description: 'Since when there is this link.' })
  createdAt!: Instant;
}

@ObjectType('OpenedCalendarFeed', { description: 'A new calendar link.' })
export class OpenedCalendarFeedType {
  @Field(() => CalendarFeedType, { description: 'The link as it is listed.' })
  feed!: CalendarFeedType;
  @Field(() => String, {
    description:
      'The address, below that of this API. It is told this once: whoever has it reads the calendar, until it is revoked.',
  })
  path!: string;
}

const shown = ({ id, language, created_at }: CalendarFeedRow): CalendarFeedType => ({
  id,
  language,
  createdAt: created_at,
});

@Resolver(() => StateType)
export class CalendarResolver {
  @FieldResolver(() => [CalendarFeedType], {
    description: 'Its calendar links, the oldest first; for its own authority.',
  })
  async calendarFeeds(
    @Root() { iso3 }: MemberState,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<CalendarFeedType[]> {
    return (await directory.calendarFeedsOf(iso3)).map(shown);
  }

  @Query(() => String, {
    nullable: true,
    description:
      "The calendar (iCalendar) behind a link's secret, for the product's own route. Null where there is no such link.",
  })
  reviewCalendar(
    @Ctx() { directory }: DirectoryContext,
    @Arg('secret', () => String, {
      description: 'The part of the link that only those have to whom it was given.',
    })
    secret: string,
  ): Promise<string | null> {
    return directory.reviewCalendar(secret);
  }

  @Mutation(() => OpenedCalendarFeedType, {
    description: "Opens a calendar of your state's reviews to whoever has the link that this answers with.",
  })
  async createCalendarFeed(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
    @Arg('language', () => LanguageEnum, { defaultValue: 'EN', description: 'In which language.' })
    language: Language,
  ): Promise<OpenedCalendarFeedType> {
    const { feed, path } = await directory.createCalendarFeed({ state, language });
    return { feed: shown(feed), path };
  }

  @Mutation(() => Boolean, {
    description: 'Revokes a calendar link: nobody reads the calendar by it any more.',
  })
  async revokeCalendarFeed(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The link.' }) id: string,
  ): Promise<boolean> {
    await directory.revokeCalendarFeed({ id, iso3: null });
    return true;
  }
}
