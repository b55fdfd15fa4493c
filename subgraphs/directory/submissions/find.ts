import { type EntityManager, In, MoreThan } from 'typeorm';
import { z } from 'zod';
import { type Page, pageOf, placeAfter } from '../paging.ts';
import { SubmissionDocumentRow, SubmissionRow, type SubmissionStatus } from '../storage/submission-rows.ts';

export interface SubmissionsQuery {
  /** Null: of every state. */
  readonly iso3: string | null;
  /** Null: of every status. */
  readonly status: SubmissionStatus | null;
  readonly first: number;
  readonly after: string | null;
}

/** A submission with what its document is. */
export interface FoundSubmission {
  readonly row: SubmissionRow;
  readonly document: SubmissionDocumentRow;
}

export type SubmissionPage = Page<FoundSubmission>;

const Place = z.tuple([z.int()]);

/** Submissions in the order they were entered. @throws Problem BAD_USER_INPUT where `after` is no cursor of ours */
export async function findSubmissions(
  manager: EntityManager,
  { iso3, status, first, after }: SubmissionsQuery,
): Promise<SubmissionPage> {
  const wanted = { ...(iso3 === null ? {} : { iso3 }), ...(status === null ? {} : { status }) };
  const [from] = after === null ? [0] : placeAfter(after, Place, 'submissions');
  const rows = await manager.find(SubmissionRow, {
    where: { ...wanted, seq: MoreThan(from) },
    order: { seq: 'ASC' },
    take: first + 1,
  });
  const totalCount = await manager.countBy(SubmissionRow, wanted);
  const found = await withDocuments(manager, rows);
  return pageOf(found, { first, totalCount }, ({ row }) => [row.seq]);
}

export async function findSubmission(manager: EntityManager, id: string): Promise<FoundSubmission | null> {
  const row = await manager.findOneBy(SubmissionRow, { id });
  const [found] = row ? await withDocuments(manager, [row]) : [];
  return found ?? null;
}

/** The references of the notes behind some submissions, by id. */
export async function referencesOf(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await manager.find(SubmissionRow, {
    select: { id: true, reference: true },
    where: { id: In([...ids]) },
  });
  return new Map(rows.map(({ id, reference }) => [id, reference]));
}

export async function withDocuments(
  manager: EntityManager,
  rows: readonly SubmissionRow[],
): Promise<FoundSubmission[]> {
  const ids = In(rows.map(({ document_id }) => document_id));
  const documents = rows.length === 0 ? [] : await manager.findBy(SubmissionDocumentRow, { id: ids });
  return rows.map((row) => {
    const document = documents.find(({ id }) => id === row.document_id);
    if (!document) throw new Error(`The document of submission ${row.id} is not there.`);
    return { row, document };
  });
}
