import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import { PageInfoValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { EntryOutcomeKind, OutcomeCause } from '../organisations/outcome.ts';
import { EntryOutcomeCauseEnum, EntryOutcomeKindEnum } from './enums.ts';

/** What an outcome and an event about it both say. */
@ObjectType('ToldOutcome')
export class ToldOutcome {
  @Field(() => EntryOutcomeKindEnum, { description: 'What became of it.' })
  outcome!: EntryOutcomeKind;
  @Field(() => EntryOutcomeCauseEnum, { description: 'Why.' })
  cause!: OutcomeCause;
  @Field(() => String, { description: 'Why, in a sentence.' })
  reason!: string;
  @Field(() => [String], { description: 'Of a conflict: the fields in which another source differs.' })
  fields!: readonly string[];
  @Field(() => ID, { nullable: true, description: 'The contact that is its copy.' })
  contactId!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Changes up to this position of the directory's own change feed are reflected.",
  })
  position!: number | null;
}

@ObjectType('EntryOutcome', {
  description: 'What became of one entry of a regional directory in the global one.',
})
export class EntryOutcomeType extends ToldOutcome {
  @Field(() => ID, { description: 'The regional directory.' })
  directory!: string;
  @Field(() => ID, {
    nullable: true,
    description: 'The entry there; null for a record that could not be used.',
  })
  sourceKey!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Of a record that could not be used: where in the source.',
  })
  location!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: 'The event of the feed that last told of it; null where none did.',
  })
  seq!: number | null;
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When that event was, or when the record that could not be used was read.',
  })
  at!: Instant | null;
  iso3!: string | null;
}

@ObjectType('EntryOutcomeConnection', {
  description: 'A page of outcomes: entries by their key, then records that could not be used.',
})
export class EntryOutcomeConnectionType {
  @Field(() => [EntryOutcomeType], { description: 'The outcomes of this page.' })
  nodes!: EntryOutcomeType[];
  @Field(() => Int, { description: 'How many there are on all pages.' })
  totalCount!: number;
  @Field(() => PageInfoValue, { description: 'Where this page ends.' })
  pageInfo!: PageInfoValue;
}

@ObjectType('EntryOutcomeEvent', {
  description: 'Something became of an entry. Without an event, an entry was never reached by a consent.',
})
export class EntryOutcomeEventType extends ToldOutcome {
  @Field(() => Int, { description: 'Its position in the feed; no number is left out.' })
  seq!: number;
  @Field(() => GraphQLDateTime, { description: 'When it was.' })
  at!: Instant;
  @Field(() => ID, { description: 'The entry in its directory.' })
  sourceKey!: string;
  iso3!: string;
}

@ObjectType('EntryOutcomeFeed', { description: 'A part of the feed of outcomes.' })
export class EntryOutcomeFeedType {
  @Field(() => [EntryOutcomeEventType], { description: 'The events, the oldest first.' })
  events!: EntryOutcomeEventType[];
  @Field(() => Int, {
    description:
      'Where this part ends: give it as `after` for the next. Without events, where the feed ends.',
  })
  position!: number;
  @Field(() => Boolean, { description: 'True where more follow at once.' })
  hasMore!: boolean;
}
