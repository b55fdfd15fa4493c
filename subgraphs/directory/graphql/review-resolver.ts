import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { MemberState } from '../../../platform/states/states.ts';
import type { Share } from '../notice/statistics.ts';
import type { Page } from '../paging.ts';
import type { ReviewLink } from '../review/link.ts';
import type { ContactReview } from '../review/operations.ts';
import type { ReviewInterval } from '../review/schedule.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import { ReviewIntervalEnum } from './enums.ts';
import {
  ContactReviewType,
  OverdueReviewConnectionType,
  ReviewLinkType,
  SeenContactInput,
  TimelinessShareType,
} from './review-types.ts';
import { StateType } from './state-types.ts';

const asState = (given: string | null): string | null => given?.trim().toUpperCase() ?? null;

@Resolver()
export class ReviewResolver {
  @Query(() => OverdueReviewConnectionType, {
    description: 'The contacts whose confirmation is overdue: all for the custodian, its own for a state.',
  })
  overdueReviews(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { nullable: true, description: 'Of this state only.' })
    state: string | null = null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many: 1 to 200.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null = null,
  ): Promise<Page<ContactRow>> {
    return directory.overdueReviews({ iso3: asState(state), first: first ?? 50, after });
  }

  @Query(() => [TimelinessShareType], {
    description:
      'How long ago contacts were confirmed, and which share is overdue, by function and regional group.',
  })
  reviewStatistics(@Ctx() { directory }: DirectoryContext): Promise<readonly Share[]> {
    return directory.reviewStatistics();
  }

  @Query(() => ReviewLinkType, {
    nullable: true,
    description:
      "What a one-time link of a reminder shows, for the product's own page. Null where there is no such link. Showing it is recorded as a reading.",
  })
  reviewLink(
    @Ctx() { directory }: DirectoryContext,
    @Arg('secret', () => String, {
      description: 'The part of the link that only those have to whom it was sent.',
    })
    secret: string,
  ): Promise<ReviewLink | null> {
    return directory.reviewLink(secret);
  }

  @Mutation(() => ReviewLinkType, {
    description:
      "Whoever has the link says that contacts are still correct as they were shown: all of those named, or none. For the product's own page.",
  })
  confirmByReviewLink(
    @Ctx() { directory }: DirectoryContext,
    @Arg('secret', () => String, { description: 'As for "reviewLink".' }) secret: string,
    @Arg('contacts', () => [SeenContactInput], { description: 'The contacts, each as it was shown.' })
    contacts: SeenContactInput[],
  ): Promise<ReviewLink> {
    return directory.confirmByReviewLink(secret, contacts);
  }

  @Mutation(() => ContactType, {
    description: 'The state says that its contact is still correct: it is due again a review interval later.',
  })
  confirmContact(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The contact.' }) id: string,
    @Arg('revision', () => Int, {
      description: 'The revision you have seen. Where it is no longer the last one, the answer is CONFLICT.',
    })
    revision: number,
  ): Promise<ContactRow> {
    return directory.confirmContact({ id, revision });
  }

  @Mutation(() => [ContactType], {
    description: 'The state says that all of its contacts are still correct as they are now.',
  })
  confirmAllContacts(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
  ): Promise<readonly ContactRow[]> {
    return directory.confirmAllContacts(state);
  }

  @Mutation(() => StateType, {
    description: 'The state says how often it looks at its contacts. When each is due follows at once.',
  })
  setReviewInterval(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
    @Arg('interval', () => ReviewIntervalEnum, { description: 'A year, or half a year.' })
    interval: ReviewInterval,
  ): Promise<MemberState> {
    return directory.setReviewInterval({ state, interval });
  }
}

@Resolver(() => ContactType)
export class ContactReviewResolver {
  @FieldResolver(() => ContactReviewType, {
    nullable: true,
    description: 'When it was last confirmed and is due again. Null for the past.',
  })
  review(@Root() contact: ContactRow, @Ctx() { directory }: DirectoryContext): Promise<ContactReview | null> {
    return directory.reviewOf(contact);
  }
}

@Resolver(() => StateType)
export class StateReviewResolver {
  @FieldResolver(() => ReviewIntervalEnum, {
    description: 'How often it looks at its contacts, for the state itself and the custodian.',
  })
  reviewInterval(
    @Root() { iso3 }: MemberState,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<ReviewInterval> {
    return directory.reviewIntervalOf(iso3);
  }
}
