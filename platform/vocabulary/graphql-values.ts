import { GraphQLDateTime } from 'graphql-scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../clock/clock.ts';
import { PullOutcomeEnum } from './graphql-enums.ts';
import type { PullOutcome } from './terms.ts';

// Values that adapters give and the directory shows on: the same GraphQL type wherever it appears.

@ObjectType('Pull', { description: 'One read of a regional source, and what came of it.' })
@Directive('@shareable')
export class PullValue {
  @Field(() => ID, { description: 'Names the pull among those of all directories.' })
  id!: string;
  @Field(() => ID, { description: 'The code of the directory that was read.' })
  directory!: string;
  @Field(() => PullOutcomeEnum, { description: 'How it ended; RUNNING while it is under way.' })
  outcome!: PullOutcome;
  @Field(() => GraphQLDateTime, { description: 'When it began.' })
  startedAt!: Instant;
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ended; null while it is under way.' })
  finishedAt!: Instant | null;
  @Field(() => Int, { description: 'Records the source gave in this pull; 0 where it had not changed.' })
  read!: number;
  @Field(() => Int, { description: 'Entries that are new, or that are back after a removal.' })
  added!: number;
  @Field(() => Int, { description: 'Entries whose content changed, or that are back after an absence.' })
  changed!: number;
  @Field(() => Int, { description: 'Entries removed, or marked absent where absence means nothing.' })
  removed!: number;
  @Field(() => Int, { description: 'Records that could not be used.' })
  setAside!: number;
  @Field(() => String, { nullable: true, description: 'Why the pull failed, was incomplete or is held.' })
  problem!: string | null;
}

@ObjectType('SetAsideRecord', { description: 'A source record that could not be used, with the reason.' })
@Directive('@shareable')
export class SetAsideValue {
  @Field(() => ID, { description: 'The code of the directory whose source holds the record.' })
  directory!: string;
  @Field(() => String, { description: 'Where in the source: sheet, row and cell; movement id; element id.' })
  location!: string;
  @Field(() => String, { description: 'Why, in a sentence, with what to mend.' })
  reason!: string;
  @Field(() => GraphQLDateTime, { description: 'When it was read.' })
  at!: Instant;
}

@ObjectType('PageInfo', { description: 'Where a page of a list stands in the whole.' })
@Directive('@shareable')
export class PageInfoValue {
  @Field(() => Boolean, { description: 'True where more follow.' })
  hasNextPage!: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'Give it as `after` for the next page; null where the page is empty.',
  })
  endCursor!: string | null;
}
