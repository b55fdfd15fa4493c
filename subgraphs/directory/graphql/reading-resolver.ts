import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { Checkpoint } from '../../../platform/ledger/checkpoint.ts';
import { LedgerCheckpointValue } from '../../../platform/ledger/graphql-values.ts';
import { ReadingConnectionValue } from '../../../platform/readings/graphql-values.ts';
import type { ReadingsPage } from '../../../platform/readings/report.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import type { DirectoryContext } from './context.ts';
import { StateType } from './state-types.ts';

@Resolver(() => StateType)
export class ReadingResolver {
  @FieldResolver(() => ReadingConnectionValue, {
    description:
      'Everyone who was shown contact details of its points of contact in the global directory, the last first: for the state itself and the custodian.',
  })
  readings(
    @Root() { iso3 }: MemberState,
    @Ctx() { directory }: DirectoryContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many: 1 to 200.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after:
      | string
      | null = null,
    @Arg('from', () => GraphQLDateTime, { nullable: true, description: 'From this time on.' })
    from: Date | null = null,
    @Arg('to', () => GraphQLDateTime, { nullable: true, description: 'Before this time.' })
    to: Date | null = null,
  ): Promise<ReadingsPage> {
    return directory.readingsOf({ iso3, first: first ?? 50, after, from, to });
  }

  @Query(() => [LedgerCheckpointValue], {
    description:
      'The last checkpoints of the ledgers of the global directory, the newest of each first: for states and the custodian to keep.',
  })
  async ledgerCheckpoints(
    @Ctx() { directory }: DirectoryContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10, description: 'Of each ledger: 1 to 200.' })
    first: number | null,
  ): Promise<Checkpoint[]> {
    return [...(await directory.ledgerCheckpoints(first ?? 10))];
  }
}
