import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { GraphQLDate, GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import type { SubmissionRow, SubmissionStatus } from '../storage/submission-rows.ts';
import type { FoundSubmission, SubmissionPage } from '../submissions/find.ts';
import type { SubmittedAct } from '../submissions/submitted-act.ts';
import type { DirectoryContext } from './context.ts';
import { SubmissionAwaitsEnum, SubmissionStatusEnum } from './enums.ts';
import { StateType } from './state-types.ts';
import {
  type ShownAct,
  type ShownContent,
  SubmissionConnectionType,
  SubmissionDocumentContentType,
  SubmissionDocumentType,
  SubmissionPreviewType,
  SubmissionType,
  SubmittedActType,
} from './submission-types.ts';

const shownActs = ({ iso3, id }: SubmissionRow, acts: readonly SubmittedAct[]): ShownAct[] =>
  acts.map((act) => ({
    iso3,
    submissionId: id,
    kind: act.kind,
    contactId: act.contactId,
    revision: act.kind === 'ADD' ? null : act.revision,
    reason: act.kind === 'REMOVE' ? act.reason : null,
    changes: act.changes,
  }));

export function shownDocument({ document }: Pick<FoundSubmission, 'document'>): SubmissionDocumentType {
  const { id, name, media_type, bytes, sha256, submission_id } = document;
  const path = submission_id === null ? null : `/submissions/${submission_id}/document`;
  return { id, name, mediaType: media_type, bytes, sha256, path };
}

@Resolver(() => SubmissionType)
export class SubmissionResolver {
  @Query(() => SubmissionConnectionType, {
    description:
      'What states sent the custodian by note verbale, the oldest first: all of it for the custodian, its own for a state.',
  })
  submissions(
    @Ctx() { directory }: DirectoryContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many: 1 to 200.' })
    first: number | null,
    @Arg('state', () => ID, { nullable: true, description: 'Of this state. Absent: of all that you see.' })
    state: string | null = null,
    @Arg('status', () => SubmissionStatusEnum, {
      nullable: true,
      defaultValue: 'WAITING',
      description: 'Null: of any status.',
    })
    status: SubmissionStatus | null = null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null = null,
  ): Promise<SubmissionPage> {
    const iso3 = state === null ? null : state.trim().toUpperCase();
    return directory.submissions({ iso3, status, first: first ?? 50, after });
  }

  @Query(() => SubmissionType, { nullable: true, description: 'One submission, by its id.' })
  submission(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<FoundSubmission | null> {
    return directory.submission(id);
  }

  @Query(() => SubmissionDocumentContentType, {
    description:
      "What the document of a submission says, for the state's authority and the custodian. Treat it as any file of others: it is kept as it came.",
  })
  async submissionDocument(
    @Ctx() { directory }: DirectoryContext,
    @Arg('submission', () => ID, { description: 'The submission.' }) submission: string,
  ): Promise<ShownContent> {
    const { row, document, content } = await directory.submissionDocument(submission);
    return { iso3: row.iso3, submissionId: row.id, document: shownDocument({ document }), content };
  }

  @Query(() => Int, { description: 'How many days a submission waits for the yes that it needs.' })
  submissionPeriod(@Ctx() { directory }: DirectoryContext): Promise<number> {
    return directory.submissionPeriod();
  }

  @FieldResolver(() => ID, { description: 'Its own for ever.' })
  id(@Root() { row }: FoundSubmission): string {
    return row.id;
  }

  @FieldResolver(() => StateType, { description: 'The state that sent it.' })
  state(
    @Root() { row }: FoundSubmission,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<MemberState | null> {
    return directory.state(row.iso3);
  }

  @FieldResolver(() => SubmissionStatusEnum, { description: 'How it stands.' })
  status(@Root() { row }: FoundSubmission): string {
    return row.status;
  }

  @FieldResolver(() => SubmissionAwaitsEnum, {
    nullable: true,
    description: 'Whose yes it waits for; null once it is decided.',
  })
  awaits(@Root() { row }: FoundSubmission): string | null {
    return row.status === 'WAITING' ? row.awaits : null;
  }

  @FieldResolver(() => String, { description: 'The reference of the note verbale.' })
  reference(@Root() { row }: FoundSubmission): string {
    return row.reference;
  }

  @FieldResolver(() => GraphQLDate, { description: 'The day on which the note came.' })
  receivedOn(@Root() { row }: FoundSubmission): Date {
    return new Date(row.received_on);
  }

  @FieldResolver(() => SubmissionDocumentType, { description: 'The document of the note.' })
  document(@Root() found: FoundSubmission): SubmissionDocumentType {
    return shownDocument(found);
  }

  @FieldResolver(() => [SubmittedActType], {
    description:
      'What it says, with what that changed when it was entered; once it took effect, with what it did.',
  })
  acts(@Root() { row }: FoundSubmission): ShownAct[] {
    return shownActs(row, row.acts);
  }

  @FieldResolver(() => SubmissionPreviewType, {
    nullable: true,
    description: 'What saying yes now would do, as contacts stand now; null where it waits no longer.',
  })
  async preview(
    @Root() found: FoundSubmission,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<SubmissionPreviewType | null> {
    const preview = await directory.previewSubmission(found);
    return preview && { ...preview, acts: shownActs(found.row, preview.acts) };
  }

  @FieldResolver(() => GraphQLDateTime, { description: 'When the custodian entered it.' })
  enteredAt(@Root() { row }: FoundSubmission): string {
    return row.entered_at;
  }

  @FieldResolver(() => String, { description: 'The officer of the custodian who entered it.' })
  enteredBy(@Root() { row }: FoundSubmission): string {
    return row.entered_by;
  }

  @FieldResolver(() => GraphQLDateTime, {
    description: 'Until when whose yes it waits for may say so. Without it, nothing takes effect.',
  })
  dueAt(@Root() { row }: FoundSubmission): string {
    return row.due_at;
  }

  @FieldResolver(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it was decided, or its time ended.',
  })
  decidedAt(@Root() { row }: FoundSubmission): string | null {
    return row.decided_at;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Who decided; null where its time ended.' })
  decidedBy(@Root() { row }: FoundSubmission): string | null {
    return row.decided_by;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why it was refused or withdrawn.' })
  decisionReason(@Root() { row }: FoundSubmission): string | null {
    return row.decision_reason;
  }
}
