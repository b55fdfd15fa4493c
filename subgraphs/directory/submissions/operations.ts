import { badInput, notFound } from '../../../platform/errors/problem.ts';
import type { DirectoryParts } from '../parts.ts';
import { SubmissionDocumentRow, SubmissionRow } from '../storage/submission-rows.ts';
import {
  type Confirmation,
  confirmSubmission,
  countersignSubmission,
  refuseSubmission,
  type SubmissionEnd,
  withdrawSubmission,
} from './decide.ts';
import { contentOf, type UploadedFile, uploadDocument } from './documents.ts';
import { enterSubmission, type SubmissionRequest } from './enter.ts';
import {
  type FoundSubmission,
  findSubmission,
  findSubmissions,
  type SubmissionPage,
  type SubmissionsQuery,
  withDocuments,
} from './find.ts';
import { setSubmissionPeriod, submissionPeriod } from './period.ts';
import { previewSubmission, type SubmissionPreview } from './preview.ts';

/** A submission's document with what it says. */
export interface ReadDocument {
  readonly row: SubmissionRow;
  readonly document: SubmissionDocumentRow;
  /** Base64. */
  readonly content: string;
}

/** The channel of states that send their changes to the custodian (¶33). */
export interface SubmissionOperations {
  submissions(query: SubmissionsQuery): Promise<SubmissionPage>;
  submission(id: string): Promise<FoundSubmission | null>;
  /** What saying yes now would do. */
  previewSubmission(submission: FoundSubmission): Promise<SubmissionPreview | null>;
  submissionDocument(id: string): Promise<ReadDocument>;
  submissionPeriod(): Promise<number>;
  setSubmissionPeriod(days: number): Promise<number>;
  uploadSubmissionDocument(file: UploadedFile): Promise<SubmissionDocumentRow>;
  enterSubmission(request: SubmissionRequest): Promise<FoundSubmission>;
  confirmSubmission(confirmation: Confirmation): Promise<FoundSubmission>;
  countersignSubmission(confirmation: Confirmation): Promise<FoundSubmission>;
  refuseSubmission(end: SubmissionEnd): Promise<FoundSubmission>;
  withdrawSubmission(end: SubmissionEnd): Promise<FoundSubmission>;
}

/** A document is held whole in memory while it is answered. */
const mostDocumentsAtOnce = 2;
/** Each is a transaction of the part's one writer, done and taken back. */
const mostPreviewsAtOnce = 20;

/** For one request of one caller. @param bounded refuses a page that is too large */
export function submissionOperations(
  parts: DirectoryParts,
  subject: string,
  bounded: (first: number) => number,
): SubmissionOperations {
  const { database } = parts;
  const whole = (row: SubmissionRow) =>
    database.read(async (manager) => {
      const [found] = await withDocuments(manager, [row]);
      if (!found) throw new Error(`Submission ${row.id} is not there.`);
      return found;
    });
  let documents = 0;
  let previews = 0;
  return {
    submissions: (query) =>
      database.read((manager) => findSubmissions(manager, { ...query, first: bounded(query.first) })),
    submission: (id) => database.read((manager) => findSubmission(manager, id)),
    previewSubmission: async ({ row }) => {
      previews += 1;
      if (previews > mostPreviewsAtOnce)
        throw badInput('first', `Ask for ${mostPreviewsAtOnce} submissions with their previews at once.`);
      return previewSubmission(parts, row, subject);
    },
    submissionDocument: async (id) => {
      documents += 1;
      if (documents > mostDocumentsAtOnce)
        throw badInput(
          'id',
          `Ask for ${mostDocumentsAtOnce} documents at once, and for others in a further request.`,
        );
      return database.read(async (manager) => {
        const found = await findSubmission(manager, id);
        if (!found) throw notFound('There is no such submission.');
        return { ...found, content: await contentOf(manager, found.document.id) };
      });
    },
    submissionPeriod: () => database.read(submissionPeriod),
    setSubmissionPeriod: (days) => setSubmissionPeriod(parts, days, subject),
    uploadSubmissionDocument: (file) => uploadDocument(parts, file, subject),
    enterSubmission: async (request) => whole(await enterSubmission(parts, request, subject)),
    confirmSubmission: async (given) => whole(await confirmSubmission(parts, given, subject)),
    countersignSubmission: async (given) => whole(await countersignSubmission(parts, given, subject)),
    refuseSubmission: async (end) => whole(await refuseSubmission(parts, end, subject)),
    withdrawSubmission: async (end) => whole(await withdrawSubmission(parts, end, subject)),
  };
}
