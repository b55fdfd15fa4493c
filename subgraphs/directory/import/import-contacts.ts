import { createHash, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict } from '../../../platform/errors/problem.ts';
import { type MemberState, memberState } from '../../../platform/states/states.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { actOf } from '../contacts/direct-submitted.ts';
import { tellLedger } from '../ledger/tell.ts';
import { mustNotHaveLeft } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { settle } from '../population/settle.ts';
import { currentRevision } from '../storage/directory-revision.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { type DuplicateAnswer, type PlannedRow, planImport, type RowOutcome, rowOutcomes } from './plan.ts';
import { readFile } from './read-file.ts';
import { type PreparedRow, prepare } from './row-statement.ts';

export interface ImportRequest {
  readonly state: string;
  /** The file in base64. */
  readonly file: string;
  readonly duplicates: DuplicateAnswer;
  /** For rows that do not say what they are for. */
  readonly function: ContactFunction | null;
}

/** What an import would do. */
export interface ImportPreview {
  readonly iso3: string;
  readonly rows: readonly PlannedRow[];
  readonly counts: Readonly<Record<RowOutcome, number>>;
  /** What of the file is not imported. */
  readonly ignored: readonly string[];
  /** Of the file, the choices, and what would be done to which revision of which contact. */
  readonly digest: string;
  readonly directoryRevision: number;
}

interface ReadImport {
  readonly state: MemberState;
  readonly rows: readonly PreparedRow[];
  readonly ignored: readonly string[];
}

/** Says what an import would do, and does nothing. @throws Problem BAD_USER_INPUT where the file cannot be read */
export async function previewImport(
  parts: DirectoryParts,
  request: ImportRequest,
  askedBy: string,
): Promise<ImportPreview> {
  const read = await readImport(parts, request);
  return parts.database.read(async (manager) => {
    const { rows } = await plan(manager, parts, request, read, askedBy);
    return {
      iso3: read.state.iso3,
      rows,
      counts: countsOf(rows),
      ignored: read.ignored,
      digest: digestOf(request, rows),
      directoryRevision: await currentRevision(manager),
    };
  });
}

/**
 * Does what a preview said, all of it or nothing, in one transaction.
 * @param digest of the preview
 * @throws Problem CONFLICT where it would not be just that any more, BAD_USER_INPUT where a row is in error
 */
export async function importContacts(
  parts: DirectoryParts,
  request: ImportRequest & { readonly digest: string },
  importedBy: string,
): Promise<ImportPreview> {
  const read = await readImport(parts, request);
  return parts.database.write(async (manager) => {
    await expireConsentsWithin(manager, parts.clock);
    const { draft, rows } = await plan(manager, parts, request, read, importedBy);
    const counts = countsOf(rows);
    const digest = digestOf(request, rows);
    if (counts.ERROR > 0)
      throw badInput(
        'input.file',
        `${counts.ERROR} of ${rows.length} rows cannot be imported, so none was. See the preview for each, mend the file, and preview it again.`,
      );
    if (digest !== request.digest)
      throw conflict(
        'This would no longer do what its preview said: the file, the choices, or one of the contacts is another. Preview it again.',
        { digest },
      );
    settle(draft, read.state.iso3, actOf(importedBy));
    await saveDraft(manager, draft);
    if (counts.ADD + counts.CHANGE > 0)
      await tellLedger(manager, draft.now, [
        {
          kind: 'contacts.imported',
          state: read.state.iso3,
          payload: { added: counts.ADD, changed: counts.CHANGE, leftOut: counts.DUPLICATE },
        },
      ]);
    const directoryRevision = await currentRevision(manager);
    return { iso3: read.state.iso3, rows, counts, ignored: read.ignored, digest, directoryRevision };
  });
}

async function readImport(parts: DirectoryParts, { state: given, file }: ImportRequest): Promise<ReadImport> {
  const state = memberState(given.trim().toUpperCase());
  if (!state)
    throw badInput('input.state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
  const { rows, ignored } = readFile(file, state.iso3);
  if (rows.length === 0) throw badInput('input.file', 'The file holds no contact.');
  const prepared: PreparedRow[] = [];
  for (const row of rows) prepared.push(await prepare(row, parts.clock.now()));
  return { state, rows: prepared, ignored };
}

async function plan(
  manager: EntityManager,
  { clock }: DirectoryParts,
  { duplicates, function: purpose }: ImportRequest,
  { state, rows }: ReadImport,
  actor: string,
): Promise<{ draft: Draft; rows: PlannedRow[] }> {
  await mustNotHaveLeft(manager, state.iso3);
  const now = clock.now();
  const draft = new Draft(await loadStates(manager, [state.iso3]), instant(now), randomUUID);
  const terms = { state, duplicates, function: purpose, now, act: actOf(actor) };
  return { draft, rows: planImport(draft, rows, terms) };
}

function countsOf(rows: readonly PlannedRow[]): Record<RowOutcome, number> {
  const of = (outcome: RowOutcome) => rows.filter((row) => row.outcome === outcome).length;
  const [ADD, CHANGE, UNCHANGED, DUPLICATE, ERROR] = rowOutcomes.map(of);
  return {
    ADD: ADD ?? 0,
    CHANGE: CHANGE ?? 0,
    UNCHANGED: UNCHANGED ?? 0,
    DUPLICATE: DUPLICATE ?? 0,
    ERROR: ERROR ?? 0,
  };
}

function digestOf(
  { file, duplicates, function: purpose }: ImportRequest,
  rows: readonly PlannedRow[],
): string {
  const done = rows.map(({ row, outcome, contactId, revision, changes }) => [
    row,
    outcome,
    contactId,
    revision,
    changes,
  ]);
  const bound = JSON.stringify([file.trim(), duplicates, purpose, rows[0]?.iso3, done]);
  return createHash('sha256').update(bound).digest('hex');
}
