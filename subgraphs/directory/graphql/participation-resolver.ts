import { Arg, Ctx, Field, FieldResolver, ID, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import type { Participation } from '../participation/operations.ts';
import type { ParticipationStatus } from '../participation/standing.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import { ConsentType } from './consent-types.ts';
import type { DirectoryContext } from './context.ts';
import { ParticipationStatusEnum } from './enums.ts';
import { StateType } from './state-types.ts';

@ObjectType('Participation', {
  description: 'How a state stands to the directory, by its own act alone (¶17).',
})
export class ParticipationType {
  @Field(() => ParticipationStatusEnum, { description: 'How it stands.' })
  status!: ParticipationStatus;
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Since when; null where it never said so expressly.',
  })
  since!: Instant | null;
  @Field(() => String, { nullable: true, description: 'Why, in its own words.' })
  reason!: string | null;
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Until when it can take its leaving back and find all as it was.',
  })
  undoUntil!: Instant | null;
}

const own = { description: 'Your own state.' };
const why = { nullable: true, description: 'Why, for the record.' } as const;

@Resolver(() => StateType)
export class ParticipationResolver {
  @FieldResolver(() => ParticipationType, {
    description: 'How it stands to the directory; for itself and the custodian.',
  })
  participation(
    @Root() { iso3 }: MemberState,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<Participation> {
    return directory.participationOf(iso3);
  }

  @Mutation(() => StateType, {
    description: 'The state joins. A consent or a contact of its own says the same without this.',
  })
  joinDirectory(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, own) state: string,
  ): Promise<MemberState> {
    return directory.joinDirectory(state);
  }

  @Mutation(() => StateType, {
    description:
      'The state stands aside for a while: others see nothing of it, nothing is copied, its consents are paused. Its own people see its contacts and may change them.',
  })
  pauseParticipation(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, own) state: string,
    @Arg('reason', () => String, why) reason: string | null = null,
  ): Promise<MemberState> {
    return directory.pauseParticipation({ state, reason });
  }

  @Mutation(() => StateType, {
    description: 'All is shown again as it was; then what regions changed meanwhile follows.',
  })
  resumeParticipation(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, own) state: string,
  ): Promise<MemberState> {
    return directory.resumeParticipation(state);
  }

  @Mutation(() => StateType, {
    description:
      'The state leaves: nobody sees anything of it from the same instant. For 30 days it can take that back (undoLeaving) and find all as it was; then its consents end and its contacts are removed. What the ledger tells stays.',
  })
  leaveDirectory(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, own) state: string,
    @Arg('reason', () => String, why) reason: string | null = null,
  ): Promise<MemberState> {
    return directory.leaveDirectory({ state, reason });
  }

  @Mutation(() => StateType, {
    description:
      'The state takes its leaving back: all is as it was; then what regions changed meanwhile follows.',
  })
  undoLeaving(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, own) state: string,
  ): Promise<MemberState> {
    return directory.undoLeaving(state);
  }
}

@Resolver(() => ConsentType)
export class ConsentPauseResolver {
  @FieldResolver(() => Boolean, {
    description:
      'True while its state stands aside: it is in force, and nothing is copied or shown under it.',
  })
  async paused(
    @Root() { iso3, status }: ConsentRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<boolean> {
    return status === 'ACTIVE' && (await directory.asideOf(iso3)) !== null;
  }
}
