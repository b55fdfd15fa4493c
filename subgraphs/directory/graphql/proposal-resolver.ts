import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { previewOf } from '../consent/preview.ts';
import type { ProposalPage } from '../proposals/find-proposals.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { ProposalRow, ProposalStatus } from '../storage/proposal-row.ts';
import { GrantConsentInput } from './consent-types.ts';
import { ContactType, FieldChangeType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import { ChangeKindEnum, ProposalStatusEnum } from './enums.ts';
import { ConsentPreviewType, ProposalConnectionType, ProposalType } from './proposal-types.ts';
import { StateType } from './state-types.ts';

@Resolver(() => ProposalType)
export class ProposalResolver {
  @Query(() => ProposalConnectionType, {
    description: 'What waits for the yes of your state, or was answered, the oldest first.',
  })
  proposals(
    @Ctx() { directory }: DirectoryContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many: 1 to 200.' })
    first: number | null,
    @Arg('state', () => ID, { nullable: true, description: 'Your own state; it need not be named.' }) state:
      | string
      | null = null,
    @Arg('status', () => ProposalStatusEnum, {
      nullable: true,
      defaultValue: 'WAITING',
      description: 'Null: of any status.',
    })
    status: ProposalStatus | null = null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after:
      | string
      | null = null,
  ): Promise<ProposalPage> {
    const iso3 = state === null ? null : state.trim().toUpperCase();
    return directory.proposals({ iso3, status, first: first ?? 50, after });
  }

  @Query(() => ConsentPreviewType, {
    description: 'What a consent would do, by the same rules, without doing it.',
  })
  async previewConsent(
    @Ctx() { directory }: DirectoryContext,
    @Arg('input', () => GrantConsentInput, { description: 'The terms to try out.' }) input: GrantConsentInput,
  ): Promise<ConsentPreviewType> {
    return previewOf(await directory.previewConsent(input));
  }

  @FieldResolver(() => StateType, { description: 'Whose yes it waits for.' })
  state(@Root() { iso3 }: ProposalRow, @Ctx() { directory }: DirectoryContext): Promise<MemberState | null> {
    return directory.state(iso3);
  }

  @FieldResolver(() => ID, { description: 'The regional directory it comes from.' })
  directory(@Root() { directory }: ProposalRow): string {
    return directory;
  }

  @FieldResolver(() => String, { description: 'The entry there.' })
  sourceKey(@Root() { source_key }: ProposalRow): string {
    return source_key;
  }

  @FieldResolver(() => ChangeKindEnum, { description: 'What it would do.' })
  kind(@Root() { kind }: ProposalRow): string {
    return kind;
  }

  @FieldResolver(() => String, { description: 'Why it waits, and what is asked.' })
  reason(@Root() { reason }: ProposalRow): string {
    return reason;
  }

  @FieldResolver(() => [FieldChangeType], {
    description:
      'Field by field. Empty once its consent has ended; of a change of a contact also once a newer one took its place, and once it was answered and another consent has ended whose values it may show.',
  })
  changes(@Root() { changes }: ProposalRow): FieldChangeType[] {
    return changes;
  }

  @FieldResolver(() => ContactType, { nullable: true, description: 'The contact it is about.' })
  async contact(
    @Root() { contact_id }: ProposalRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<ContactRow | null> {
    return contact_id === null ? null : directory.contact(contact_id);
  }

  @FieldResolver(() => ProposalStatusEnum, { description: 'Whether it still waits, or what became of it.' })
  status(@Root() { status }: ProposalRow): string {
    return status;
  }

  @FieldResolver(() => GraphQLDateTime, { description: 'Since when it waits.' })
  createdAt(@Root() { created_at }: ProposalRow): string {
    return created_at;
  }

  @FieldResolver(() => GraphQLDateTime, { nullable: true, description: 'When it stopped waiting.' })
  decidedAt(@Root() { decided_at }: ProposalRow): string | null {
    return decided_at;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Who answered it for the state; absent where nobody did.',
  })
  decidedBy(@Root() { decided_by }: ProposalRow): string | null {
    return decided_by;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why it stopped waiting.' })
  decisionReason(@Root() { decision_reason }: ProposalRow): string | null {
    return decision_reason;
  }
}
