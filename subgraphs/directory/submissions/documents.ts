import { createHash, randomUUID } from 'node:crypto';
import { type EntityManager, In, IsNull, LessThan } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import type { DirectoryParts } from '../parts.ts';
import { SubmissionDocumentPieceRow, SubmissionDocumentRow } from '../storage/submission-rows.ts';
import { documentTypeOf } from './document-type.ts';

/** How large a document may be, in octets: a scanned note of many pages stays below. */
export const mostDocumentBytes = 5_000_000;
/** A multiple of three, so that every piece is Base64 by itself. */
const pieceBytes = 240_000;
const longestName = 200;
const unusedHours = 24;
const mostUnused = 20;

export interface UploadedFile {
  readonly name: string;
  /** Base64 (RFC 4648). */
  readonly content: string;
}

/** Line breaks, marks that turn the direction of text, and what separates folders have no place in the name of a file. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069/\\]/gu;

/**
 * Keeps a document, sealed, until a submission names it; one that none names goes after a day.
 * @throws Problem BAD_USER_INPUT
 */
export async function uploadDocument(
  { database, clock }: DirectoryParts,
  { name, content }: UploadedFile,
  uploadedBy: string,
): Promise<SubmissionDocumentRow> {
  const octets = octetsOf(content);
  const media_type = documentTypeOf(octets);
  if (media_type === null)
    throw badInput('content', 'Send the document as PDF, JPEG, PNG, TIFF or Word (.docx, without macros).');
  const now = clock.now();
  const row: SubmissionDocumentRow = {
    id: randomUUID(),
    name: fileName(name),
    media_type,
    bytes: octets.length,
    sha256: createHash('sha256').update(octets).digest('hex'),
    uploaded_at: instant(now),
    uploaded_by: uploadedBy,
    submission_id: null,
  };
  return database.write(async (manager) => {
    await discardUnused(manager, now);
    if ((await manager.countBy(SubmissionDocumentRow, { submission_id: IsNull() })) >= mostUnused)
      throw badInput(
        'content',
        `${mostUnused} documents wait for their submissions already. Enter those first; a document that none names goes after a day.`,
      );
    await manager.insert(SubmissionDocumentRow, row);
    for (let place = 0; place * pieceBytes < octets.length; place += 1) {
      const piece = octets.subarray(place * pieceBytes, (place + 1) * pieceBytes);
      const kept = { document_id: row.id, place, content: piece.toString('base64') };
      await manager.insert(SubmissionDocumentPieceRow, kept);
    }
    return row;
  });
}

/** What a document says, in Base64. */
export async function contentOf(manager: EntityManager, documentId: string): Promise<string> {
  const pieces = await manager.find(SubmissionDocumentPieceRow, {
    where: { document_id: documentId },
    order: { place: 'ASC' },
  });
  return pieces.map(({ content }) => content).join('');
}

/** Takes away what was uploaded and never named by a submission. */
export async function discardUnused(manager: EntityManager, now: Date): Promise<void> {
  const before = instant(new Date(now.getTime() - unusedHours * 60 * 60 * 1000));
  const unused = await manager.find(SubmissionDocumentRow, {
    select: { id: true },
    where: { submission_id: IsNull(), uploaded_at: LessThan(before) },
  });
  if (unused.length === 0) return;
  const ids = In(unused.map(({ id }) => id));
  await manager.delete(SubmissionDocumentPieceRow, { document_id: ids });
  await manager.delete(SubmissionDocumentRow, { id: ids });
}

function fileName(given: string): string {
  const name = given.normalize('NFC').replaceAll(unprintable, ' ').trim();
  return [...name].slice(0, longestName).join('') || 'document';
}

function octetsOf(content: string): Buffer {
  const tooLarge = `Keep the document under ${mostDocumentBytes / 1_000_000} MB.`;
  if (content.length > Math.ceil(mostDocumentBytes / 3) * 4) throw badInput('content', tooLarge);
  if (content.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(content))
    throw badInput('content', 'Send the octets of the document in Base64 (RFC 4648, section 4).');
  const octets = Buffer.from(content, 'base64');
  if (octets.length > mostDocumentBytes) throw badInput('content', tooLarge);
  return octets;
}
