import { Arg, Ctx, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { Checkpoint } from '../../../platform/ledger/checkpoint.ts';
import { LedgerCheckpointValue } from '../../../platform/ledger/graphql-values.ts';
import { EntryStatusEnum, PullOutcomeEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import { PullValue, SetAsideValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { EntryStatus, PullOutcome } from '../../../platform/vocabulary/terms.ts';
import type { PublishedChange, PublishedPull } from '../operations.ts';
import type { AdapterContext } from './context.ts';
import { entryTypes } from './entry-types.ts';
import { type EntryValue, entryValue } from './entry-value.ts';
import { feedPosition, pageSize, stateCode } from './limits.ts';

/** A pull as the API shows it. */
export function pullValue(code: string, pull: PublishedPull): PullValue {
  return { directory: code, ...pull };
}

function changeValue(code: string, { seq, at, pullId, kind, entry }: PublishedChange) {
  return { seq, at, pull: pullId, kind, entry: entryValue(code, entry) };
}

/** The type RegionalSource of one adapter. Its plain fields are an Outline. */
export function sourceType(code: string) {
  const { RegionalEntry, RegionalEntryConnection, RegionalChangePage, FeedPoint, HeldChange, State } =
    entryTypes(code);

  @ObjectType('RegionalSource', {
    description: 'A regional directory as its adapter reads it: its entries, its pulls and its change feed.',
  })
  @Directive('@shareable')
  class RegionalSource {
    @Field(() => ID, { description: 'Its code.' })
    code!: string;
    @Field(() => String, { description: 'Its name.' })
    name!: string;
    @Field(() => [String], { description: 'The levels its entries can have.' })
    levels!: readonly string[];
    @Field(() => Boolean, { description: 'False where an entry has a level and names no function.' })
    namesFunctions!: boolean;
    @Field(() => Boolean, {
      description: 'Whether a removal may be one half of a replacement whose other half comes later.',
    })
    removalsMayBeReplaced!: boolean;
    @Field(() => String, { description: 'When it is pulled: a cron expression, in UTC.' })
    schedule!: string;
    @Field(() => GraphQLDateTime, { nullable: true, description: 'When the next pull is due.' })
    nextPullAt!: Instant | null;

    @Field(() => [LedgerCheckpointValue], {
      description:
        'The last checkpoints of its ledgers, the newest of each first: for states, its organisation and the custodian to keep.',
    })
    async ledgerCheckpoints(
      @Arg('first', () => Int, { defaultValue: 10, description: 'Of each ledger: 1 to 200.' }) first: number,
      @Ctx() { operations }: AdapterContext,
    ): Promise<Checkpoint[]> {
      return [...(await operations.ledgerCheckpoints(first))];
    }

    @Field(() => Int, { description: 'Participants that have an entry which is not removed.' })
    async participants(@Ctx() { operations }: AdapterContext): Promise<number> {
      return (await operations.counts()).participants;
    }

    @Field(() => Int, { description: 'Entries that are not removed.' })
    async entryCount(@Ctx() { operations }: AdapterContext): Promise<number> {
      return (await operations.counts()).entryCount;
    }

    @Field(() => Int, { description: 'The position of the last change in the feed.' })
    async position(@Ctx() { operations }: AdapterContext): Promise<number> {
      return (await operations.progress()).position;
    }

    @Field(() => GraphQLDateTime, {
      nullable: true,
      description: 'When the whole source was last read, or said that nothing had changed since.',
    })
    async lastSuccessAt(@Ctx() { operations }: AdapterContext): Promise<Instant | null> {
      return (await operations.progress()).lastSuccessAt;
    }

    @Field(() => PullValue, { nullable: true, description: 'The newest pull, also while it is under way.' })
    async lastPull(@Ctx() { operations }: AdapterContext): Promise<PullValue | null> {
      const [last] = await operations.pulls({ first: 1, outcome: null });
      return last ? pullValue(code, last) : null;
    }

    @Field(() => [PullValue], { description: 'Its pulls, newest first.' })
    async pulls(
      @Arg('first', () => Int, { defaultValue: 10, description: 'How many at the most: 1 to 1000.' })
      first: number,
      @Arg('outcome', () => PullOutcomeEnum, { nullable: true, description: 'Only those that ended so.' })
      outcome: PullOutcome | null | undefined,
      @Ctx() { operations }: AdapterContext,
    ): Promise<PullValue[]> {
      const pulls = await operations.pulls({ first: pageSize(first), outcome: outcome ?? null });
      return pulls.map((pull) => pullValue(code, pull));
    }

    @Field(() => [SetAsideValue], {
      description: 'Records of the source that could not be used and were not mended since.',
    })
    async setAside(@Ctx() { operations }: AdapterContext): Promise<SetAsideValue[]> {
      return (await operations.setAside()).map((record) => ({ directory: code, ...record }));
    }

    @Field(() => RegionalEntryConnection, { description: 'Its entries, ordered by their key.' })
    async entries(
      @Arg('state', () => ID, {
        nullable: true,
        description: 'Only those of this state: ISO 3166-1 alpha-3.',
      })
      state: string | null | undefined,
      @Arg('status', () => EntryStatusEnum, {
        nullable: true,
        description: 'Only those of this status; without it, all that are not removed.',
      })
      status: EntryStatus | null | undefined,
      @Arg('first', () => Int, { defaultValue: 100, description: 'How many at the most: 1 to 1000.' })
      first: number,
      @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
      after: string | null | undefined,
      @Ctx() { operations }: AdapterContext,
    ): Promise<InstanceType<typeof RegionalEntryConnection>> {
      const page = await operations.entries(
        { state: state == null ? null : stateCode(state), status: status ?? null },
        { first: pageSize(first), after: after ?? null },
      );
      const endCursor = page.entries.at(-1)?.sourceKey ?? null;
      return {
        nodes: page.entries.map((entry) => entryValue(code, entry)),
        totalCount: page.totalCount,
        pageInfo: { hasNextPage: page.hasMore, endCursor },
      };
    }

    @Field(() => RegionalChangePage, { description: 'The change feed after a position.' })
    async changes(
      @Arg('after', () => Int, {
        defaultValue: 0,
        description: 'The last position already known; 0 for all.',
      })
      after: number,
      @Arg('first', () => Int, { defaultValue: 100, description: 'How many at the most: 1 to 1000.' })
      first: number,
      @Ctx() { operations }: AdapterContext,
    ): Promise<InstanceType<typeof RegionalChangePage>> {
      const page = await operations.changes({ after: feedPosition(after), first: pageSize(first) });
      const changes = page.changes.map((change) => changeValue(code, change));
      return { changes, position: page.position, hasMore: page.hasMore };
    }

    @Field(() => FeedPoint, { description: 'The end of the change feed.' })
    feedEnd(@Ctx() { operations }: AdapterContext): Promise<InstanceType<typeof FeedPoint>> {
      return operations.feedEnd();
    }

    @Field(() => ID, {
      nullable: true,
      description:
        'The epoch of the change at a position; null where there is none. Another than before: the feed was reset or restored from a backup, and must be followed anew.',
    })
    epoch(
      @Arg('at', () => Int, { description: 'The position.' }) at: number,
      @Ctx() { operations }: AdapterContext,
    ): Promise<string | null> {
      return operations.epochAt(feedPosition(at));
    }

    @Field(() => [HeldChange], {
      description:
        'What a held pull holds now, and what approving it would publish, in the order of the feed.',
    })
    async heldChanges(
      @Arg('pull', () => ID, { description: 'The id of the held pull.' }) pull: string,
      @Ctx() { operations }: AdapterContext,
    ): Promise<InstanceType<typeof HeldChange>[]> {
      const held = await operations.heldChanges(pull);
      return held.map(({ losses, before, change }) => ({
        losses,
        before: entryValue(code, before),
        change: changeValue(code, change),
      }));
    }

    @Field(() => [RegionalEntry], { description: 'All entries of one state that are not removed.' })
    async stateEntries(
      @Arg('state', () => ID, { description: 'ISO 3166-1 alpha-3.' }) state: string,
      @Ctx() { operations }: AdapterContext,
    ): Promise<EntryValue[]> {
      const entries = await operations.entriesOfState(stateCode(state));
      return entries.map((entry) => entryValue(code, entry));
    }
  }

  return { RegionalSource, State };
}
