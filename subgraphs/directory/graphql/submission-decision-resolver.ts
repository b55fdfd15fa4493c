import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { FoundSubmission } from '../submissions/find.ts';
import type { DirectoryContext } from './context.ts';
import { notingWhatChanged } from './stale-edit.ts';
import { shownDocument } from './submission-resolver.ts';
import {
  SeenRevisionInput,
  SubmissionDocumentType,
  SubmissionInput,
  SubmissionType,
} from './submission-types.ts';

const seen = {
  nullable: true,
  description:
    'Of contacts that changed since they were entered: the revisions that you have seen (see "changedMeanwhile" of the preview).',
};

@Resolver()
export class SubmissionDecisionResolver {
  @Mutation(() => SubmissionDocumentType, {
    description:
      'Custodian: keeps the document of a note verbale, sealed, until a submission names it; one that none names goes after a day. PDF, JPEG, PNG, TIFF or Word (.docx), by its content. In one request there is room for 750 kB; POST /submissions/documents?name=… takes the file itself, up to 5 MB.',
  })
  async uploadSubmissionDocument(
    @Ctx() { directory }: DirectoryContext,
    @Arg('name', () => String, { description: "The file's name." }) name: string,
    @Arg('content', () => String, { description: 'Its octets in Base64 (RFC 4648).' }) content: string,
  ): Promise<SubmissionDocumentType> {
    return shownDocument({ document: await directory.uploadSubmissionDocument({ name, content }) });
  }

  @Mutation(() => SubmissionType, {
    description:
      "Custodian: enters what a state sent in a note verbale. Each act is judged as the state's own edit would be, and nothing takes effect before the state's authority says yes.",
  })
  enterSubmission(
    @Ctx() context: DirectoryContext,
    @Arg('input', () => SubmissionInput, { description: 'The note, and what it says.' })
    input: SubmissionInput,
  ): Promise<FoundSubmission> {
    return notingWhatChanged(context, context.directory.enterSubmission(input));
  }

  @Mutation(() => SubmissionType, {
    description:
      "The state's authority says yes: all of it takes effect at once, as the state's own word. Where a contact changed meanwhile, the answer is CONFLICT.",
  })
  confirmSubmission(
    @Ctx() context: DirectoryContext,
    @Arg('id', () => ID, { description: 'The submission.' }) id: string,
    @Arg('revisions', () => [SeenRevisionInput], seen) revisions: SeenRevisionInput[] | null = null,
  ): Promise<FoundSubmission> {
    return notingWhatChanged(
      context,
      context.directory.confirmSubmission({ id, revisions: revisions ?? [] }),
    );
  }

  @Mutation(() => SubmissionType, {
    description: "The state's authority says no: nothing of it takes effect.",
  })
  refuseSubmission(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The submission.' }) id: string,
    @Arg('reason', () => String, { description: 'Why, for the custodian and the record.' }) reason: string,
  ): Promise<FoundSubmission> {
    return directory.refuseSubmission({ id, reason });
  }

  @Mutation(() => SubmissionType, {
    description: 'Custodian: takes back what was entered in error, while it waits.',
  })
  withdrawSubmission(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The submission.' }) id: string,
    @Arg('reason', () => String, { description: 'Why, for the state and the record.' }) reason: string,
  ): Promise<FoundSubmission> {
    return directory.withdrawSubmission({ id, reason });
  }

  @Mutation(() => SubmissionType, {
    description:
      'Custodian: of a state that has no authority to say yes, once its time is over, another officer than the one who entered it has checked it against the note; then it takes effect.',
  })
  countersignSubmission(
    @Ctx() context: DirectoryContext,
    @Arg('id', () => ID, { description: 'The submission.' }) id: string,
    @Arg('revisions', () => [SeenRevisionInput], seen) revisions: SeenRevisionInput[] | null = null,
  ): Promise<FoundSubmission> {
    return notingWhatChanged(
      context,
      context.directory.countersignSubmission({ id, revisions: revisions ?? [] }),
    );
  }

  @Mutation(() => Int, {
    description:
      'Custodian: how many days what is entered from now on waits: 1 to 90. What waits already keeps its time.',
  })
  setSubmissionPeriod(
    @Ctx() { directory }: DirectoryContext,
    @Arg('days', () => Int, { description: '1 to 90.' }) days: number,
  ): Promise<number> {
    return directory.setSubmissionPeriod(days);
  }
}
