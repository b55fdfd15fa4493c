import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict, forbidden, notFound } from '../../../platform/errors/problem.ts';
import { tellLedger } from '../ledger/tell.ts';
import type { DirectoryParts } from '../parts.ts';
import { neededReason } from '../reasons.ts';
import { SubmissionRow, type SubmissionStatus } from '../storage/submission-rows.ts';
import { ActProblem, type SeenRevisions, standsInTheWay, takeEffect } from './take-effect.ts';
import { submissionEnded, tellEnd } from './tell.ts';

export interface Confirmation {
  readonly id: string;
  /** Of contacts that changed since they were entered: the revisions that the authority has seen. */
  readonly revisions: readonly { readonly contact: string; readonly revision: number }[];
}

export interface SubmissionEnd {
  readonly id: string;
  readonly reason: string;
}

/**
 * The state's authority says yes: all of it takes effect at once, as the state's own word.
 * @throws Problem NOT_FOUND; CONFLICT where it is decided already, its time has passed, or one of its contacts changed meanwhile
 */
export function confirmSubmission(
  parts: DirectoryParts,
  { id, revisions }: Confirmation,
  confirmedBy: string,
): Promise<SubmissionRow> {
  return parts.database.write(async (manager) => {
    const row = await waiting(manager, id);
    checkTime(row, parts.clock.now());
    return effect(parts, manager, row, seenIn(row, revisions), confirmedBy);
  });
}

/**
 * A state without an authority cannot say yes here: its note verbale is its act. Once the time in which an authority might have come
 * is over, another officer of the custodian than the one who entered it checks it against the note, and it takes effect.
 * @throws Problem NOT_FOUND, CONFLICT, FORBIDDEN where it is the officer who entered it
 */
export async function countersignSubmission(
  parts: DirectoryParts,
  { id, revisions }: Confirmation,
  countersignedBy: string,
): Promise<SubmissionRow> {
  const found = await parts.database.read((manager) => waiting(manager, id));
  checkCountersigning(found, parts.clock.now(), countersignedBy);
  // Asked of another part, so outside the transaction; the status is looked at once more within it.
  if ((await parts.authorities(found.iso3)) !== 'NONE') throw conflict(ofTheState);
  return parts.database.write(async (manager) => {
    const row = await waiting(manager, id);
    checkCountersigning(row, parts.clock.now(), countersignedBy);
    return effect(parts, manager, row, seenIn(row, revisions), countersignedBy);
  });
}

/** The state's authority says no. @throws Problem NOT_FOUND, CONFLICT, BAD_USER_INPUT */
export function refuseSubmission(
  parts: DirectoryParts,
  { id, reason }: SubmissionEnd,
  refusedBy: string,
): Promise<SubmissionRow> {
  return endWithout(parts, id, 'REFUSED', neededReason(reason, 'reason'), refusedBy);
}

/** The custodian takes back what it entered in error. @throws Problem NOT_FOUND, CONFLICT, BAD_USER_INPUT */
export function withdrawSubmission(
  parts: DirectoryParts,
  { id, reason }: SubmissionEnd,
  withdrawnBy: string,
): Promise<SubmissionRow> {
  return endWithout(parts, id, 'WITHDRAWN', neededReason(reason, 'reason'), withdrawnBy);
}

const ofTheState = 'The state has an authority that can sign in: the yes is for it to say.';

function endWithout(
  parts: DirectoryParts,
  id: string,
  status: 'REFUSED' | 'WITHDRAWN',
  reason: string,
  by: string,
): Promise<SubmissionRow> {
  return parts.database.write(async (manager) => {
    const row = await waiting(manager, id);
    return endSubmission(parts, manager, row, status, by, reason);
  });
}

async function effect(
  parts: DirectoryParts,
  manager: EntityManager,
  row: SubmissionRow,
  seen: SeenRevisions,
  by: string,
): Promise<SubmissionRow> {
  row.acts = await takeEffect(parts, manager, row, by, seen).catch((error: unknown) => {
    throw error instanceof ActProblem ? standsInTheWay(error) : error;
  });
  return endSubmission(parts, manager, row, 'CONFIRMED', by, null);
}

/** In the transaction that ends it. @param by null where nobody did: its time has passed */
export async function endSubmission(
  { clock }: DirectoryParts,
  manager: EntityManager,
  row: SubmissionRow,
  status: Exclude<SubmissionStatus, 'WAITING'>,
  by: string | null,
  reason: string | null,
): Promise<SubmissionRow> {
  const decided_at = instant(clock.now());
  Object.assign(row, { status, decided_at, decided_by: by, decision_reason: reason });
  await manager.save(SubmissionRow, row);
  await tellLedger(manager, decided_at, [submissionEnded(row)]);
  await tellEnd(manager, clock, row);
  return row;
}

async function waiting(manager: EntityManager, id: string): Promise<SubmissionRow> {
  const row = await manager.findOneBy(SubmissionRow, { id });
  if (!row) throw notFound('There is no such submission.');
  if (row.status !== 'WAITING')
    throw conflict(`This submission is ${row.status.toLowerCase()} already (${row.decided_at}).`);
  return row;
}

function checkTime(row: SubmissionRow, now: Date): void {
  if (row.awaits === 'AUTHORITY' && row.due_at <= instant(now))
    throw conflict(
      `The time for this submission ended at ${row.due_at}: nothing of it took effect. Make the changes yourself, or send the note again.`,
    );
}

function checkCountersigning(row: SubmissionRow, now: Date, officer: string): void {
  if (row.awaits === 'AUTHORITY')
    throw conflict(
      `This submission waits for the state's authority until ${row.due_at}. Only of a state that has none by then may an officer countersign it.`,
    );
  if (row.entered_by === officer)
    throw forbidden(
      'Another officer of the custodian than the one who entered it must check it against the note.',
    );
  if (row.due_at <= instant(now))
    throw conflict(
      `The time for this submission ended at ${row.due_at}: nothing of it took effect. Enter it again.`,
    );
}

function seenIn(row: SubmissionRow, revisions: Confirmation['revisions']): SeenRevisions {
  const known = row.acts.map(({ contactId }) => contactId);
  const foreign = revisions.findIndex(({ contact }) => !known.includes(contact));
  if (foreign >= 0) throw badInput(`revisions.${foreign}`, 'The submission says nothing of this contact.');
  return new Map(revisions.map(({ contact, revision }) => [contact, revision]));
}
