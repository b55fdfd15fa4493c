import { Field, ID, Int, ObjectType } from 'type-graphql';
import { PullValue, SetAsideValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { DirectoryView } from '../dashboard/regional-directories.ts';
import type { SyncStatus } from '../dashboard/sync-dashboard.ts';

@ObjectType('RegionalDirectory', { description: 'A regional directory that the global one is fed by.' })
export class RegionalDirectoryType {
  @Field(() => ID, { description: 'Its code, e.g. OSCE.' })
  code!: string;
}

@ObjectType('SyncStatus', { description: 'How the synchronisation with one directory is doing.' })
export class SyncStatusType {
  @Field(() => RegionalDirectoryType, { description: 'The directory.' })
  directory!: DirectoryView;
  @Field(() => PullValue, { nullable: true, description: 'The last pull, however it ended.' })
  lastPull!: PullValue | null;
  @Field(() => Int, {
    description: 'Changes published by the adapter and not yet applied to the global directory.',
  })
  pendingChanges!: number;
  @Field(() => Int, { nullable: true, description: 'Seconds since the last successful pull.' })
  ageSeconds!: number | null;
  @Field(() => Boolean, {
    description:
      'The adapter answers, its last pull succeeded, that is no older than two intervals of its schedule, and no pull waits for the custodian.',
  })
  healthy!: boolean;
  @Field(() => [String], { description: 'What is amiss, a sentence each; empty where it is healthy.' })
  problems!: readonly string[];
  @Field(() => Int, { description: 'Consents in force for it.' })
  consents!: number;
  @Field(() => Int, { description: 'Contacts copied from it.' })
  copiedContacts!: number;
  @Field(() => [PullValue], { description: 'Pulls that wait for the custodian.' })
  heldPulls!: readonly PullValue[];
  @Field(() => [SetAsideValue], { description: 'Source records that could not be used.' })
  setAside!: readonly SetAsideValue[];
}

@ObjectType('SyncDashboard', { description: 'The synchronisation with all directories, for the custodian.' })
export class SyncDashboardType {
  @Field(() => [SyncStatusType], { description: 'Each directory, in the order of their codes.' })
  directories!: readonly SyncStatus[];
  @Field(() => Int, { description: 'Consents in force.' })
  activeConsents!: number;
  @Field(() => Int, { description: 'Contacts copied from at least one directory.' })
  copiedContacts!: number;
  @Field(() => Int, { description: "Changes that wait for a state's yes." })
  waitingProposals!: number;
  @Field(() => Int, { description: 'Differences between directories that wait for a state to resolve them.' })
  openConflicts!: number;
}
