import { GraphQLDateTime } from 'graphql-scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../clock/clock.ts';
import { PullOutcomeEnum } from './graphql-enums.ts';
import type { PullOutcome } from './terms.ts';

// Values that adapters give and the directory shows on: the same GraphQL type wherever it appears.

@ObjectType('Pull', { description: 'One read of a regional source, and what came of it.' })
@Directive('@shareable')
export class PullValue {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  directory!: string;
  @Field(() => PullOutcomeEnum)
  outcome!: PullOutcome;
  @Field(() => GraphQLDateTime)
  startedAt!: Instant;
  @Field(() => GraphQLDateTime, { nullable: true })
  finishedAt!: Instant | null;
  @Field(() => Int, { description: 'Records the source gave in this pull; 0 where it had not changed.' })
  read!: number;
  @Field(() => Int)
  added!: number;
  @Field(() => Int)
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
  @Field(() => ID)
  directory!: string;
  @Field(() => String, { description: 'Where in the source: sheet, row and cell; movement id; element id.' })
  location!: string;
  @Field(() => String)
  reason!: string;
  @Field(() => GraphQLDateTime)
  at!: Instant;
}
