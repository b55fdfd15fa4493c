import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import { PullValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { DirectoryView } from '../dashboard/regional-directories.ts';
import type { SyncDashboard } from '../dashboard/sync-dashboard.ts';
import type { DirectoryContext } from './context.ts';
import { RegionalDirectoryType, SyncDashboardType } from './dashboard-types.ts';

@Resolver(() => RegionalDirectoryType)
export class DashboardResolver {
  @Query(() => [RegionalDirectoryType], {
    description: 'The regional directories, in the order of their codes; an organisation sees its own.',
  })
  regionalDirectories(@Ctx() { directory }: DirectoryContext): Promise<readonly DirectoryView[]> {
    return directory.regionalDirectories();
  }

  @Query(() => SyncDashboardType, { description: 'How synchronisation is doing; for the custodian.' })
  syncDashboard(@Ctx() { directory }: DirectoryContext): Promise<SyncDashboard> {
    return directory.syncDashboard();
  }

  @Mutation(() => PullValue, {
    description:
      'Custodian, or the organisation whose directory it is: pull now, and apply what changed before answering.',
  })
  pullDirectory(
    @Ctx() { directory: operations }: DirectoryContext,
    @Arg('directory', () => ID, { description: 'Its code, e.g. OSCE.' }) directory: string,
  ): Promise<PullValue> {
    return operations.pullDirectory(directory);
  }

  @FieldResolver(() => String, { description: "The directory's name." })
  name(@Root() { facts }: DirectoryView): string {
    return facts.name;
  }

  @FieldResolver(() => Int, {
    description: 'Participants that have an entry; for its organisation and the custodian.',
  })
  participants(@Root() view: DirectoryView, @Ctx() { directory }: DirectoryContext): Promise<number> {
    return directory.participantCountOf(view);
  }

  @FieldResolver(() => Int, { description: 'Its entries; for its organisation and the custodian.' })
  entries(@Root() view: DirectoryView, @Ctx() { directory }: DirectoryContext): Promise<number> {
    return directory.entryCountOf(view);
  }

  @FieldResolver(() => String, { description: 'When it is pulled: a cron expression in UTC.' })
  schedule(@Root() { facts }: DirectoryView): string {
    return facts.schedule;
  }

  @FieldResolver(() => GraphQLDateTime, { nullable: true, description: 'When it is pulled next.' })
  nextPullAt(@Root() { facts }: DirectoryView): string | null {
    return facts.nextPullAt;
  }

  @FieldResolver(() => [PullValue], {
    description: 'Its last pulls, the newest first; for its organisation and the custodian.',
  })
  async pulls(
    @Root() view: DirectoryView,
    @Ctx() { directory }: DirectoryContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10, description: 'How many: 1 to 200.' })
    first: number | null,
  ): Promise<readonly PullValue[]> {
    return directory.pullsOf(view, first ?? 10);
  }
}
