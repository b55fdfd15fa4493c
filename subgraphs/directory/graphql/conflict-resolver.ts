import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { notFound } from '../../../platform/errors/problem.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { ContactFunctionEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import type { ConflictPage } from '../conflict/find-conflicts.ts';
import type { ConflictRow, ConflictStatus } from '../storage/conflict-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { PrecedenceRow } from '../storage/precedence-row.ts';
import { ClaimType, ConflictConnectionType, ConflictType, PrecedenceType } from './conflict-types.ts';
import { ContactType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import { ConflictResolutionEnum, ConflictStatusEnum } from './enums.ts';
import { StateType } from './state-types.ts';

@Resolver(() => ConflictType)
export class ConflictResolver {
  @Query(() => ConflictConnectionType, {
    description: 'Where sources differ, the first opened first: for the state concerned and the custodian.',
  })
  conflicts(
    @Ctx() { directory }: DirectoryContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many: 1 to 200.' })
    first: number | null,
    @Arg('state', () => ID, { nullable: true, description: 'A state need not name itself.' }) state:
      | string
      | null = null,
    @Arg('status', () => ConflictStatusEnum, {
      nullable: true,
      defaultValue: 'OPEN',
      description: 'Null: of any status.',
    })
    status: ConflictStatus | null = null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after:
      | string
      | null = null,
  ): Promise<ConflictPage> {
    const iso3 = state === null ? null : state.trim().toUpperCase();
    return directory.conflicts({ iso3, status, first: first ?? 50, after });
  }

  @Mutation(() => ConflictType, {
    description:
      'The state says whose claim counts for this field of this contact, as long as it is copied from there, also once the claim changes.',
  })
  resolveConflict(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The conflict.' }) id: string,
    @Arg('choose', () => ID, { description: "A claim's origin." }) choose: string,
    @Arg('remember', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: 'Use this precedence for the field from now on, for all contacts of the state.',
    })
    remember: boolean | null,
  ): Promise<ConflictRow> {
    return directory.resolveConflict({ id, choose, remember: remember ?? false });
  }

  @Mutation(() => StateType, {
    description:
      'Which source wins for a function, first to last. It takes effect at once; what the state chose for single fields stays.',
  })
  setPrecedence(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
    @Arg('function', () => ContactFunctionEnum, { description: 'Of which contacts.' }) of: ContactFunction,
    @Arg('directories', () => [ID], {
      description: 'The first wins. One that is not named wins only where no other speaks.',
    })
    directories: string[],
  ): Promise<MemberState> {
    return directory.setPrecedence({ state, function: of, directories });
  }

  @Mutation(() => ContactType, {
    description:
      'Takes an entry out of a contact it was merged into: it becomes a contact of its own, which is returned, and the two never merge again by themselves.',
  })
  splitContact(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The contact that is two.' }) id: string,
    @Arg('directory', () => ID, { description: 'The directory of the entry to take out.' }) of: string,
    @Arg('sourceKey', () => ID, { description: 'The entry there.' }) sourceKey: string,
  ): Promise<ContactRow> {
    return directory.splitContact({ id, directory: of, sourceKey });
  }

  @FieldResolver(() => ContactType, { description: 'The contact.' })
  async contact(
    @Root() { contact_id }: ConflictRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<ContactRow> {
    const contact = await directory.contact(contact_id);
    if (!contact) throw notFound('The contact was removed meanwhile, and the conflict with it.');
    return contact;
  }

  @FieldResolver(() => [ClaimType], {
    description: 'What each says now. Those that say nothing are not among them.',
  })
  claims(@Root() { claims }: ConflictRow): ClaimType[] {
    return claims;
  }

  @FieldResolver(() => ConflictStatusEnum, { description: 'Whether it still waits to be resolved.' })
  status(@Root() { status }: ConflictRow): string {
    return status;
  }

  @FieldResolver(() => GraphQLDateTime, { description: 'Since when they differ.' })
  openedAt(@Root() { opened_at }: ConflictRow): string {
    return opened_at;
  }

  @FieldResolver(() => ConflictResolutionEnum, {
    nullable: true,
    description: 'What ended it. Null while it is open.',
  })
  resolution(@Root() { resolution, status }: ConflictRow): string | null {
    return status === 'OPEN' ? null : resolution;
  }

  @FieldResolver(() => ID, { nullable: true, description: 'The origin the state chose.' })
  chosen(@Root() { chosen }: ConflictRow): string | null {
    return chosen;
  }

  @FieldResolver(() => GraphQLDateTime, { nullable: true, description: 'When it ended.' })
  resolvedAt(@Root() { resolved_at }: ConflictRow): string | null {
    return resolved_at;
  }
}

@Resolver(() => StateType)
export class PrecedenceResolver {
  @FieldResolver(() => [PrecedenceType], {
    description: 'Which source wins where several differ: for the state itself and the custodian.',
  })
  async precedence(
    @Root() { iso3 }: MemberState,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<PrecedenceType[]> {
    const rows: readonly PrecedenceRow[] = await directory.precedencesOf(iso3);
    return rows.map(({ scope, name, directories }) => ({ scope, name, directories }));
  }
}
