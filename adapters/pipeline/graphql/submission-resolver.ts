import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { PullValue } from '../../../platform/vocabulary/graphql-values.ts';
import { RegionalEntryInput } from '../../../platform/vocabulary/regional-entry-input.ts';
import type { AdapterContext } from './context.ts';
import { requester } from './limits.ts';
import { pullValue } from './source-type.ts';

/** How the global directory hands on what an organisation submits. */
export function submissionResolver(code: string) {
  @Resolver()
  class SubmissionResolver {
    @Mutation(() => PullValue, {
      description: 'Takes entries that the organisation submits. For the product itself.',
    })
    @Directive('@shareable')
    @Directive('@inaccessible')
    async submitToRegionalSource(
      @Arg('requestedBy', () => String, { description: 'Who submits, kept with the pull.' })
      requestedBy: string,
      @Arg('complete', () => Boolean, { description: 'True: the whole list.' }) complete: boolean,
      @Arg('entries', () => [RegionalEntryInput], { description: 'The entries.' })
      entries: RegionalEntryInput[],
      @Ctx() { operations }: AdapterContext,
    ): Promise<PullValue> {
      const submission = { requestedBy: requester(requestedBy), complete, entries };
      return pullValue(code, await operations.submit(submission));
    }
  }
  return SubmissionResolver;
}
