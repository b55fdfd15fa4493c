import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { InvitationLink } from '../accounts/invite.ts';
import type { Myself } from '../operations.ts';
import type { AccountRole, AccountRow } from '../storage/account-row.ts';
import type { SessionRow } from '../storage/session-row.ts';
import type { IdentityContext } from './context.ts';
import {
  AccountRoleEnum,
  AccountStatusEnum,
  AccountType,
  InvitationLinkType,
  InviteAccountInput,
  MeType,
  RestoreStateAccessInput,
  SessionType,
  StateType,
} from './types.ts';

const accountId = { description: 'The account.' };

@Resolver(() => AccountType)
export class AccountResolver {
  @Query(() => [AccountType], {
    description: "A state's accounts, for its own authority and the custodian; the oldest first.",
  })
  accounts(
    @Ctx() { identity }: IdentityContext,
    @Arg('state', () => ID, {
      nullable: true,
      description: "Absent: for an authority its own state, for the custodian the custodian's own people.",
    })
    state: string | null = null,
  ): Promise<readonly AccountRow[]> {
    return identity.accounts(state);
  }

  @Mutation(() => InvitationLinkType, {
    description:
      "A state's authority invites its further authorities, points of contact and sponsored bodies; the custodian its own people and a state's first authority.",
  })
  inviteAccount(
    @Ctx() { identity }: IdentityContext,
    @Arg('input', () => InviteAccountInput) input: InviteAccountInput,
  ): Promise<InvitationLink> {
    return identity.inviteAccount({ ...input, iso3: input.state ?? null }, false);
  }

  @Mutation(() => InvitationLinkType, {
    description: 'A new link for an invitation; the one before works no more.',
  })
  resendInvitation(
    @Ctx() { identity }: IdentityContext,
    @Arg('account', () => ID, accountId) account: string,
  ): Promise<InvitationLink> {
    return identity.resendInvitation(account);
  }

  @Mutation(() => InvitationLinkType, {
    description:
      'A link for a person who lost the password or the second factor. Until it is used, nothing changes; then both are chosen anew.',
  })
  recoverAccount(
    @Ctx() { identity }: IdentityContext,
    @Arg('account', () => ID, accountId) account: string,
  ): Promise<InvitationLink> {
    return identity.recoverAccount(account);
  }

  @Mutation(() => InvitationLinkType, {
    description:
      'The custodian gives a state that lost all access a new authority, on record and by a document of the state. The link opens after a day, and never if an authority of the state signs in before.',
  })
  restoreStateAccess(
    @Ctx() { identity }: IdentityContext,
    @Arg('input', () => RestoreStateAccessInput) { state, ...person }: RestoreStateAccessInput,
  ): Promise<InvitationLink> {
    return identity.restoreStateAccess({ ...person, iso3: state });
  }

  @Mutation(() => AccountType, {
    description: 'The account signs in no more, and whoever is signed in by it is not any more.',
  })
  endAccount(
    @Ctx() { identity }: IdentityContext,
    @Arg('account', () => ID, accountId) account: string,
  ): Promise<AccountRow> {
    return identity.endAccount(account);
  }

  @Mutation(() => AccountType, {
    description: 'Makes a point of contact an authority of its state, or the other way round.',
  })
  changeAccountRole(
    @Ctx() { identity }: IdentityContext,
    @Arg('account', () => ID, accountId) account: string,
    @Arg('role', () => AccountRoleEnum, { description: 'STATE or CONTACT.' }) role: AccountRole,
  ): Promise<AccountRow> {
    return identity.changeAccountRole(account, role);
  }

  @Mutation(() => Int, { description: 'Signs the account out everywhere. How many sessions ended.' })
  endSessions(
    @Ctx() { identity }: IdentityContext,
    @Arg('account', () => ID, accountId) account: string,
  ): Promise<number> {
    return identity.endSessions(account);
  }

  @FieldResolver(() => AccountRoleEnum)
  role(@Root() { role }: AccountRow): string {
    return role;
  }

  @FieldResolver(() => StateType, { nullable: true, description: "Null for the custodian's people." })
  state(@Root() { iso3 }: AccountRow): StateType | null {
    return iso3 === null ? null : { iso3 };
  }

  @FieldResolver(() => AccountStatusEnum)
  status(@Root() { status }: AccountRow): string {
    return status;
  }

  @FieldResolver(() => Boolean, { description: 'Whether a second factor is set up.' })
  secondFactor(@Root() { totp_secret }: AccountRow): boolean {
    return totp_secret !== null;
  }

  @FieldResolver(() => GraphQLDateTime)
  createdAt(@Root() { created_at }: AccountRow): string {
    return created_at;
  }

  @FieldResolver(() => GraphQLDateTime, { nullable: true, description: 'Null: never yet.' })
  lastSignInAt(@Root() { last_sign_in_at }: AccountRow): string | null {
    return last_sign_in_at;
  }

  @FieldResolver(() => GraphQLDateTime, { nullable: true })
  endedAt(@Root() { ended_at }: AccountRow): string | null {
    return ended_at;
  }

  @FieldResolver(() => [SessionType], { description: 'Where the person is signed in.' })
  sessions(
    @Ctx() { identity }: IdentityContext,
    @Root() account: AccountRow,
  ): Promise<readonly SessionRow[]> {
    return identity.sessionsOf(account);
  }
}

@Resolver(() => SessionType)
export class SessionResolver {
  @FieldResolver(() => String, { description: 'What the browser says it is.' })
  device(@Root() { device }: SessionRow): string {
    return device;
  }

  @FieldResolver(() => GraphQLDateTime)
  startedAt(@Root() { started_at }: SessionRow): string {
    return started_at;
  }

  @FieldResolver(() => GraphQLDateTime)
  lastUsedAt(@Root() { last_used_at }: SessionRow): string {
    return last_used_at;
  }
}

@Resolver(() => MeType)
export class MeResolver {
  @Query(() => MeType, { description: 'Who asks, by the token.' })
  me(@Ctx() { identity }: IdentityContext): Promise<Myself> {
    return identity.me();
  }

  @FieldResolver(() => String)
  role(@Root() { caller }: Myself): string {
    return caller.role;
  }

  @FieldResolver(() => StateType, {
    nullable: true,
    description: 'The state one acts for, or is sponsored by.',
  })
  state(@Root() { caller }: Myself): StateType | null {
    if ('state' in caller) return { iso3: caller.state };
    return 'sponsor' in caller ? { iso3: caller.sponsor } : null;
  }

  @FieldResolver(() => ID, { nullable: true, description: "An organisation's directory." })
  directory(@Root() { caller }: Myself): string | null {
    return 'directory' in caller ? caller.directory : null;
  }

  @FieldResolver(() => AccountType, { nullable: true, description: 'Null for services and sample accounts.' })
  account(@Root() { account }: Myself): AccountRow | null {
    return account;
  }
}
