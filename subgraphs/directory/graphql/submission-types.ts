import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { GraphQLDate } from '../../../platform/graphql/scalars.ts';
import { PageInfoValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { ActRequest, SubmissionRequest } from '../submissions/enter.ts';
import type { FoundSubmission } from '../submissions/find.ts';
import { ContactInput } from './contact-input-types.ts';

@ObjectType('Submission', {
  description:
    "Changes that a state sent the custodian in a note verbale, as the custodian entered them. They take effect by the yes of the state's own authority.",
})
export class SubmissionType {
  @Field(() => ID, { description: 'Its own for ever.' })
  id!: string;
}

@ObjectType('SubmittedAct', { description: 'A contact to add, change or remove.' })
export class SubmittedActType {
  @Field(() => ID, {
    nullable: true,
    description: 'The contact; of one to be added, once it is there.',
  })
  contactId!: string | null;
}

@ObjectType('SubmissionDocument', { description: 'The document of a note verbale.' })
export class SubmissionDocumentType {
  @Field(() => ID, { description: 'By which a submission names it.' })
  id!: string;
  @Field(() => String, { description: "The file's name, as it was given." })
  name!: string;
  @Field(() => String, { description: 'What it is, judged by its content.' })
  mediaType!: string;
  @Field(() => Int, { description: 'Its size in octets.' })
  bytes!: number;
  @Field(() => String, {
    description: 'The SHA-256 digest of its octets, in hexadecimal: the ledger has the same.',
  })
  sha256!: string;
  @Field(() => String, {
    nullable: true,
    description:
      'Where it is downloaded as a file, below the address of this API; null until a submission names it.',
  })
  path!: string | null;
}

@ObjectType('SubmissionDocumentContent', { description: 'A document with what it says.' })
export class SubmissionDocumentContentType {
  @Field(() => SubmissionDocumentType, { description: 'Which it is.' })
  document!: SubmissionDocumentType;
  @Field(() => String, { description: 'Its octets in Base64 (RFC 4648).' })
  content!: string;
}

@ObjectType('ChangedContact', { description: 'A contact that changed since it was entered.' })
export class ChangedContactType {
  @Field(() => ID, { description: 'The contact.' })
  contact!: string;
  @Field(() => Int, { description: 'Its revision now.' })
  revision!: number;
}

@ObjectType('SubmissionPreview', { description: 'What saying yes now would do, without doing it.' })
export class SubmissionPreviewType {
  @Field(() => [SubmittedActType], {
    description: 'The acts with what they would change now; none where something stands in the way.',
  })
  acts!: SubmittedActType[];
  @Field(() => [ChangedContactType], {
    description:
      'Contacts that changed since they were entered. To say yes all the same, give these revisions.',
  })
  changedMeanwhile!: readonly ChangedContactType[];
  @Field(() => String, { nullable: true, description: 'What stands in the way; null where nothing does.' })
  problem!: string | null;
}

@ObjectType('SubmissionConnection', { description: 'A page of submissions, the oldest first.' })
export class SubmissionConnectionType {
  @Field(() => [SubmissionType], { description: 'The submissions of this page.' })
  nodes!: FoundSubmission[];
  @Field(() => Int, { description: 'How many there are on all pages.' })
  totalCount!: number;
  @Field(() => PageInfoValue, { description: 'Where this page ends.' })
  pageInfo!: PageInfoValue;
}

@InputType('SubmittedChangeInput', { description: 'Fields of a contact to write.' })
export class SubmittedChangeInput {
  @Field(() => ID, { description: 'The contact.' })
  id!: string;
  @Field(() => Int, { description: 'The revision that the state, or you, have seen.' })
  revision!: number;
  @Field(() => ContactInput, { description: 'The fields, as in updateContact.' })
  input!: ContactInput;
}

@InputType('SubmittedRemovalInput', { description: 'A contact to remove.' })
export class SubmittedRemovalInput {
  @Field(() => ID, { description: 'The contact.' })
  id!: string;
  @Field(() => Int, { description: 'The revision that the state, or you, have seen.' })
  revision!: number;
  @Field(() => String, { description: 'Why, as the note says.' })
  reason!: string;
}

@InputType('SubmittedActInput', { description: 'Exactly one of these three.' })
export class SubmittedActInput implements ActRequest {
  @Field(() => ContactInput, { nullable: true, description: 'A contact to add, as in createContact.' })
  add?: ContactInput | null;
  @Field(() => SubmittedChangeInput, { nullable: true, description: 'A contact to change.' })
  change?: SubmittedChangeInput | null;
  @Field(() => SubmittedRemovalInput, { nullable: true, description: 'A contact to remove.' })
  remove?: SubmittedRemovalInput | null;
}

@InputType('SubmissionInput', { description: 'What a state sent in a note verbale.' })
export class SubmissionInput implements SubmissionRequest {
  @Field(() => ID, { description: 'The state that sent it.' })
  state!: string;
  @Field(() => String, { description: 'The reference of the note verbale.' })
  reference!: string;
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'The day on which the note came. Default: today.',
  })
  receivedOn?: Date | null;
  @Field(() => ID, { description: 'Its document, uploaded before.' })
  document!: string;
  @Field(() => [SubmittedActInput], { description: 'What it says: each contact once.' })
  acts!: SubmittedActInput[];
}

@InputType('SeenRevisionInput', { description: 'A contact as you have seen it.' })
export class SeenRevisionInput {
  @Field(() => ID, { description: 'The contact.' })
  contact!: string;
  @Field(() => Int, { description: 'The revision that you have seen.' })
  revision!: number;
}

/** What is shown of an act, with whose it is: readings of what it changes are recorded. */
export interface ShownAct {
  readonly iso3: string;
  readonly submissionId: string;
  readonly kind: string;
  readonly contactId: string | null;
  readonly revision: number | null;
  readonly reason: string | null;
  readonly changes: readonly {
    readonly field: string;
    readonly before: string[];
    readonly after: string[];
  }[];
}

/** A document's content with whose it is. */
export interface ShownContent extends SubmissionDocumentContentType {
  readonly iso3: string;
  readonly submissionId: string;
}
