import { Arg, Ctx, Field, FieldResolver, ID, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import { ContactFunctionEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import type { Refusal } from '../storage/entry-decision-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';
import { ConsentType } from './consent-types.ts';
import type { DirectoryContext } from './context.ts';
import { RefusalEnum } from './enums.ts';
import { ProposalType } from './proposal-types.ts';

@ObjectType('RefusedEntry', { description: 'A regional entry that a state does not want copied.' })
export class RefusedEntryType {
  @Field(() => ID, { description: 'The regional directory.' })
  directory!: string;
  @Field(() => String, { description: 'The entry there.' })
  sourceKey!: string;
  @Field(() => RefusalEnum, { description: 'Whether the entry is refused, or only what it says.' })
  refusal!: Refusal;
  @Field(() => String, {
    nullable: true,
    description: 'Why, as the state said; for itself and the custodian.',
  })
  reason!: string | null;
  @Field(() => GraphQLDateTime, { description: 'Since when.' })
  at!: Instant;
}

const waits = 'It must still wait; otherwise the answer is CONFLICT and says what became of it.';

@Resolver(() => ConsentType)
export class ProposalDecisionResolver {
  @Mutation(() => ProposalType, {
    description: `The state says yes: exactly what was shown takes effect. ${waits}`,
  })
  async acceptProposal(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The proposal.' }) id: string,
    @Arg('function', () => ContactFunctionEnum, {
      nullable: true,
      description:
        'Which function the level stands for, where the proposal asks that; it counts for later changes of the entry too.',
    })
    answer: ContactFunction | null = null,
  ): Promise<ProposalRow> {
    return theOne(await directory.acceptProposals({ iso3: null, ids: [id], function: answer }));
  }

  @Mutation(() => [ProposalType], {
    description:
      'The state says yes to many: all take effect or none. Where one cannot be accepted, extensions.proposal names it.',
  })
  async acceptProposals(
    @Ctx() { directory }: DirectoryContext,
    @Arg('ids', () => [ID], { description: 'The proposals: 1 to 200.' }) ids: string[],
  ): Promise<ProposalRow[]> {
    return [...(await directory.acceptProposals({ iso3: null, ids, function: null }))];
  }

  @Mutation(() => ProposalType, {
    description: `The state says no: all stays as it is, and the same is not asked again until the entry changes. ${waits}`,
  })
  async rejectProposal(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The proposal.' }) id: string,
    @Arg('reason', () => String, {
      nullable: true,
      description: 'Why, for the record.',
    })
    reason: string | null = null,
  ): Promise<ProposalRow> {
    return theOne(await directory.rejectProposals({ iso3: null, ids: [id], reason }));
  }

  @Mutation(() => [ProposalType], { description: 'The state says no to many: to all of them, or to none.' })
  async rejectProposals(
    @Ctx() { directory }: DirectoryContext,
    @Arg('ids', () => [ID], { description: 'The proposals: 1 to 200.' }) ids: string[],
    @Arg('reason', () => String, { nullable: true, description: 'Why, for the record.' })
    reason: string | null = null,
  ): Promise<ProposalRow[]> {
    return [...(await directory.rejectProposals({ iso3: null, ids, reason }))];
  }

  @Mutation(() => ConsentType, {
    description:
      'The state takes a refusal back: the entry is copied again, or waits, as the consent in force says.',
  })
  releaseEntry(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
    @Arg('directory', () => ID, { description: 'The regional directory.' }) code: string,
    @Arg('sourceKey', () => String, { description: 'The entry there.' }) sourceKey: string,
  ): Promise<ConsentRow> {
    return directory.releaseEntry({ state, directory: code, sourceKey });
  }

  @FieldResolver(() => [RefusedEntryType], {
    description:
      "Entries the state does not want copied although the consent covers them. They stay refused when the consent's terms change, until they are released or the consent ends.",
  })
  async refusedEntries(
    @Root() consent: ConsentRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<RefusedEntryType[]> {
    const refused = await directory.refusedEntriesOf(consent);
    return refused.flatMap(({ directory: code, source_key, refusal, reason, decided_at }) =>
      refusal === null ? [] : [{ directory: code, sourceKey: source_key, refusal, reason, at: decided_at }],
    );
  }
}

function theOne([proposal]: readonly ProposalRow[]): ProposalRow {
  if (!proposal) throw new Error('A decision on one proposal answered none.');
  return proposal;
}
