import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Query, Resolver } from 'type-graphql';
import { PullValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { HeldDecisionRequest } from '../decide-held.ts';
import type { Outline } from '../operations.ts';
import type { AdapterContext } from './context.ts';
import { decisionReason, requester } from './limits.ts';
import { pullValue, sourceType } from './source-type.ts';

@ArgsType()
class DecisionArgs {
  @Field(() => ID, { description: 'The held pull.' })
  pull!: string;
  @Field(() => String, { description: 'Who decides, kept with the pull.' })
  decidedBy!: string;
  @Field(() => String, { description: 'Why, kept with the pull.' })
  reason!: string;
}

function decided({ pull, decidedBy, reason }: DecisionArgs): HeldDecisionRequest {
  return { pull, decidedBy: requester(decidedBy, 'decidedBy'), reason: decisionReason(reason) };
}

/** The queries and mutations of one adapter. */
export function adapterResolvers(code: string) {
  const { RegionalSource } = sourceType(code);

  @Resolver()
  class AdapterResolver {
    @Query(() => RegionalSource, {
      name: code.toLowerCase(),
      description: `The regional directory ${code}, as its adapter reads it.`,
    })
    own(@Ctx() { operations }: AdapterContext): Promise<Outline> {
      return operations.outline();
    }

    @Query(() => RegionalSource, {
      description:
        'The same under a name that every adapter has: for the global directory, which asks each by itself.',
    })
    @Directive('@shareable')
    @Directive('@inaccessible')
    regionalSource(@Ctx() { operations }: AdapterContext): Promise<Outline> {
      return operations.outline();
    }

    @Mutation(() => PullValue, {
      description: 'Pulls the source now and answers when that has ended. For the product itself.',
    })
    @Directive('@shareable')
    @Directive('@inaccessible')
    async pullRegionalSource(
      @Arg('requestedBy', () => String, { description: 'Who asks for it, kept with the pull.' })
      requestedBy: string,
      @Ctx() { operations }: AdapterContext,
    ): Promise<PullValue> {
      return pullValue(code, await operations.pull(requester(requestedBy)));
    }

    @Mutation(() => PullValue, {
      description: 'Lets what a held pull holds take effect. For the product itself.',
    })
    @Directive('@shareable')
    @Directive('@inaccessible')
    async approveRegionalPull(
      @Args(() => DecisionArgs) decision: DecisionArgs,
      @Ctx() { operations }: AdapterContext,
    ): Promise<PullValue> {
      return pullValue(code, await operations.approve(decided(decision)));
    }

    @Mutation(() => PullValue, {
      description: 'Drops what a held pull holds, and reads the source anew in full. For the product itself.',
    })
    @Directive('@shareable')
    @Directive('@inaccessible')
    async rejectRegionalPull(
      @Args(() => DecisionArgs) decision: DecisionArgs,
      @Ctx() { operations }: AdapterContext,
    ): Promise<PullValue> {
      return pullValue(code, await operations.reject(decided(decision)));
    }
  }
  return AdapterResolver;
}
