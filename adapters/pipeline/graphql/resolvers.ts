import { Arg, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { PullValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { Outline } from '../operations.ts';
import type { AdapterContext } from './context.ts';
import { requester } from './limits.ts';
import { pullValue, sourceType } from './source-type.ts';

/** The queries and the mutation of one adapter. */
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
  }
  return AdapterResolver;
}
