import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../clock/clock.ts';
import { GraphQLDateTime } from '../graphql/scalars.ts';
import { HeldDecisionEnum, PullOutcomeEnum } from './graphql-enums.ts';
import type { HeldDecision, PullOutcome } from './terms.ts';

// Values that adapters give and the directory shows on: the same GraphQL type wherever it appears.

@ObjectType('HeldLoss', { description: 'One kind of thing that a held pull would take away.' })
@Directive('@shareable')
export class HeldLossValue {
  @Field(() => String, {
    description:
      'ENTRY: entries themselves. STATE: entries that moved to another state. Otherwise the field that is empty at once.',
  })
  subject!: string;
  @Field(() => Int, { description: 'From how many entries.' })
  going!: number;
  @Field(() => Int, { description: 'How many had it when the last read was accepted.' })
  accepted!: number;
  @Field(() => Int, { description: 'The most that would have gone without asking.' })
  limit!: number;
}

@ObjectType('HeldChanges', {
  description: 'Why a pull was held: what it would take away, and by which limits.',
})
@Directive('@shareable')
export class HeldChangesValue {
  @Field(() => Float, {
    description: 'The share of what was last accepted that may go at once, in per cent.',
  })
  share!: number;
  @Field(() => Int, { description: 'The number that may go at once; the smaller of both limits applies.' })
  count!: number;
  @Field(() => [HeldLossValue], { description: 'What it would take away, as it was judged then.' })
  losses!: readonly HeldLossValue[];
}

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
  @Field(() => Int, {
    description:
      'Entries that their directory took out. One that is merely no longer listed, where that means nothing, is not among them.',
  })
  removed!: number;
  @Field(() => Int, { description: 'Records that could not be used.' })
  setAside!: number;
  @Field(() => String, { nullable: true, description: 'Why the pull failed, was incomplete or is held.' })
  problem!: string | null;
  @Field(() => HeldChangesValue, {
    nullable: true,
    description: 'Of a pull that is or was held: why. What it holds now, previewHeldPull shows.',
  })
  held!: HeldChangesValue | null;
  @Field(() => HeldDecisionEnum, { nullable: true, description: 'How the hold ended; null while it stands.' })
  decision!: HeldDecision | null;
  @Field(() => String, { nullable: true, description: 'Who decided; null where a later pull did.' })
  decidedBy!: string | null;
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the hold ended.' })
  decidedAt!: Instant | null;
  @Field(() => String, { nullable: true, description: 'The reason that was given.' })
  decisionReason!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'The later pull that lifted the hold, or took over what still waits.',
  })
  settledBy!: string | null;
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
