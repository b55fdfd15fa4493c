import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Root } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import { ReadingConnectionValue } from '../../../platform/readings/graphql-values.ts';
import type { ReadingsPage } from '../../../platform/readings/report.ts';
import { RegionalChangeKindEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import { PageInfoValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { RegionalChangeKind } from '../../../platform/vocabulary/terms.ts';
import type { AdapterContext } from './context.ts';
import { RegionalEntryFields } from './entry-fields.ts';
import { type EntryValue, entryValue } from './entry-value.ts';

/** The types that lead to State, whose field for its entries is called otherwise in each adapter. */
export function entryTypes(code: string) {
  @ObjectType('RegionalEntry', {
    description:
      'An entry as a regional directory has it, normalised; contributed by the adapter of that directory.',
  })
  @Directive('@shareable')
  class RegionalEntry extends RegionalEntryFields implements EntryValue {
    @Field(() => State, {
      nullable: true,
      description: 'The Member State; null for a participant that is none.',
    })
    state!: { readonly iso3: string } | null;
  }

  @ObjectType('State', {
    description: 'A Member State. Key of the federation: every subgraph may extend it.',
  })
  @Directive('@key(fields: "iso3")')
  class State {
    @Field(() => ID, { description: 'ISO 3166-1 alpha-3.' })
    iso3!: string;

    @Field(() => [RegionalEntry], {
      name: `${code.toLowerCase()}Entries`,
      description: `Its entries in the directory ${code}: those that are not removed.`,
    })
    async entries(
      @Root() state: { iso3: string },
      @Ctx() { operations }: AdapterContext,
    ): Promise<EntryValue[]> {
      const entries = await operations.entriesOfState(state.iso3);
      return entries.map((entry) => entryValue(code, entry));
    }

    @Field(() => ReadingConnectionValue, {
      name: `${code.toLowerCase()}EntryReadings`,
      description: `Everyone who was shown contact details of its entries in the directory ${code}, the last first: for the state itself and the custodian.`,
    })
    readings(
      @Root() { iso3 }: { iso3: string },
      @Arg('first', () => Int, { defaultValue: 50, description: 'How many: 1 to 200.' }) first: number,
      @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
      after: string | null | undefined,
      @Arg('from', () => GraphQLDateTime, { nullable: true, description: 'From this time on.' })
      from: Date | null | undefined,
      @Arg('to', () => GraphQLDateTime, { nullable: true, description: 'Before this time.' })
      to: Date | null | undefined,
      @Ctx() { operations }: AdapterContext,
    ): Promise<ReadingsPage> {
      const query = { iso3, first, after: after ?? null, from: from ?? null, to: to ?? null };
      return operations.readings(query);
    }
  }

  @ObjectType('RegionalEntryConnection', { description: 'A page of entries.' })
  @Directive('@shareable')
  class RegionalEntryConnection {
    @Field(() => [RegionalEntry], { description: 'The entries of the page, ordered by their key.' })
    nodes!: readonly EntryValue[];
    @Field(() => Int, { description: 'How many there are on all pages.' })
    totalCount!: number;
    @Field(() => PageInfoValue, { description: 'Where the page stands.' })
    pageInfo!: PageInfoValue;
  }

  @ObjectType('RegionalChange', { description: 'One change of an entry, in the order of commits.' })
  @Directive('@shareable')
  class RegionalChange {
    @Field(() => Int, { description: 'Its position in the feed; no number is left out.' })
    seq!: number;
    @Field(() => GraphQLDateTime, { description: 'When the pull published it.' })
    at!: Instant;
    @Field(() => ID, { description: 'The pull that brought it.' })
    pull!: string;
    @Field(() => RegionalChangeKindEnum, { description: 'What happened.' })
    kind!: RegionalChangeKind;
    @Field(() => RegionalEntry, { description: 'The entry as it was then.' })
    entry!: EntryValue;
  }

  @ObjectType('RegionalChangePage', { description: 'A part of the change feed.' })
  @Directive('@shareable')
  class RegionalChangePage {
    @Field(() => [RegionalChange], { description: 'The changes, oldest first.' })
    changes!: readonly RegionalChange[];
    @Field(() => Int, {
      description:
        'Where this part ends: give it as `after` for the next one. Without changes, where the feed ends; less than the `after` asked for, where it is not the feed that was followed before.',
    })
    position!: number;
    @Field(() => Boolean, { description: 'True where more changes follow at once.' })
    hasMore!: boolean;
  }

  @ObjectType('FeedPoint', {
    description:
      'A place in the change feed. Where its position and its epoch are as they were, so is all that comes before.',
  })
  @Directive('@shareable')
  class FeedPoint {
    @Field(() => Int, { description: 'The position of a change; 0 before the first.' })
    position!: number;
    @Field(() => ID, {
      nullable: true,
      description:
        'When that change was written, as an id of its own: a feed that was reset, or restored from a backup, and goes on has others. Null before the first change.',
    })
    epoch!: string | null;
  }

  @ObjectType('HeldChange', { description: 'One entry that a held pull would take something from.' })
  @Directive('@shareable')
  class HeldChange {
    @Field(() => [String], {
      description:
        'ENTRY: it would go. STATE: it would move to another state. FUNCTION: it would be for another function. Otherwise fields that would be empty.',
    })
    losses!: readonly string[];
    @Field(() => RegionalEntry, { description: 'The entry as it is while the pull is held.' })
    before!: EntryValue;
    @Field(() => RegionalChange, { description: 'What approving the pull would publish of it now.' })
    change!: RegionalChange;
  }

  return {
    RegionalEntry,
    State,
    RegionalEntryConnection,
    RegionalChange,
    RegionalChangePage,
    FeedPoint,
    HeldChange,
  };
}
