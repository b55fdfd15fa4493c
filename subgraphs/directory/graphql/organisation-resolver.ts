import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { MemberState } from '../../../platform/states/states.ts';
import { PullValue } from '../../../platform/vocabulary/graphql-values.ts';
import { RegionalEntryInput } from '../../../platform/vocabulary/regional-entry-input.ts';
import type { EntryOutcome } from '../organisations/entry-outcomes.ts';
import { type EntryOutcomeKind, kindOf, type Outcome, sentenceOf } from '../organisations/outcome.ts';
import type { EntryOutcomeEventRow } from '../storage/entry-outcome-row.ts';
import type { DirectoryContext } from './context.ts';
import { EntryOutcomeKindEnum } from './enums.ts';
import {
  EntryOutcomeConnectionType,
  EntryOutcomeEventType,
  EntryOutcomeFeedType,
  EntryOutcomeType,
  type ToldOutcome,
} from './organisation-types.ts';
import { StateType } from './state-types.ts';

@Resolver(() => EntryOutcomeType)
export class EntryOutcomeResolver {
  @Query(() => EntryOutcomeConnectionType, {
    description:
      'What became of each entry of a regional directory: for its organisation and the custodian, and for a state about its own entries.',
  })
  async entryOutcomes(
    @Ctx() { directory: operations }: DirectoryContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many: 1 to 200.' })
    first: number | null,
    @Arg('directory', () => ID, { description: 'Its code, e.g. OSCE.' }) directory: string,
    @Arg('outcome', () => EntryOutcomeKindEnum, { nullable: true, description: 'Absent: of any kind.' })
    outcome: EntryOutcomeKind | null = null,
    @Arg('state', () => ID, { nullable: true, description: 'Only the entries of this state.' })
    state: string | null = null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null = null,
  ): Promise<EntryOutcomeConnectionType> {
    const iso3 = state === null ? null : state.trim().toUpperCase();
    const page = await operations.entryOutcomes({ directory, iso3, outcome, first: first ?? 50, after });
    return { ...page, nodes: page.nodes.map(shownOutcome) };
  }

  @Query(() => EntryOutcomeFeedType, {
    description:
      'What became of entries of a regional directory, in the order it happened: for its organisation and the custodian.',
  })
  async entryOutcomeFeed(
    @Ctx() { directory: operations }: DirectoryContext,
    @Arg('directory', () => ID, { description: 'Its code, e.g. OSCE.' }) directory: string,
    @Arg('after', () => Int, {
      nullable: true,
      defaultValue: 0,
      description: 'The last position already known; 0 for all.',
    })
    after: number | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100, description: 'How many: 1 to 200.' })
    first: number | null,
  ): Promise<EntryOutcomeFeedType> {
    const page = await operations.entryOutcomeFeed({ directory, after: after ?? 0, first: first ?? 100 });
    return { ...page, events: page.events.map(shownEvent) };
  }

  @Mutation(() => PullValue, {
    description:
      'The organisation of a directory submits entries, beside or in place of its source; they are taken as a pull of their own, with its guard, before the answer. Records that cannot be used are set aside, with the reason.',
  })
  submitRegionalEntries(
    @Ctx() { directory: operations }: DirectoryContext,
    @Arg('directory', () => ID, { description: 'Its code, e.g. OSCE.' }) directory: string,
    @Arg('complete', () => Boolean, {
      description:
        'True: this is the whole list, and what was submitted before and is not in it is gone. False: these entries, and nothing of the others.',
    })
    complete: boolean,
    @Arg('entries', () => [RegionalEntryInput], { description: 'The entries: 1 to 2000.' })
    entries: RegionalEntryInput[],
  ): Promise<PullValue> {
    return operations.submitEntries({ directory, complete, entries });
  }

  @FieldResolver(() => StateType, {
    nullable: true,
    description:
      'The state it is an entry of; null for a participant that is none, and where that is not known.',
  })
  state(
    @Root() { iso3 }: EntryOutcomeType,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<MemberState | null> | null {
    return iso3 === null ? null : directory.state(iso3);
  }
}

@Resolver(() => EntryOutcomeEventType)
export class EntryOutcomeEventResolver {
  @FieldResolver(() => StateType, { description: 'The state it is or was an entry of.' })
  state(
    @Root() { iso3 }: EntryOutcomeEventType,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<MemberState | null> {
    return directory.state(iso3);
  }
}

function toldOutcome({ cause, fields, contactId, position }: Outcome): ToldOutcome {
  return { outcome: kindOf(cause), cause, reason: sentenceOf(cause), fields, contactId, position };
}

function shownOutcome({ outcome, ...entry }: EntryOutcome): EntryOutcomeType {
  return { ...toldOutcome(outcome), ...entry };
}

function shownEvent({ contact_id, source_key, ...event }: EntryOutcomeEventRow): EntryOutcomeEventType {
  const { seq, at, iso3 } = event;
  return { ...toldOutcome({ ...event, contactId: contact_id }), seq, at, iso3, sourceKey: source_key };
}
