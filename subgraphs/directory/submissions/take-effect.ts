import { type EntityManager, MoreThan } from 'typeorm';
import { conflict, notFound, Problem } from '../../../platform/errors/problem.ts';
import type { FieldChange } from '../contacts/changes.ts';
import { createContact } from '../contacts/direct-create.ts';
import { removeContact } from '../contacts/direct-remove.ts';
import { updateContact } from '../contacts/direct-update.ts';
import type { DirectoryParts } from '../parts.ts';
import { ContactRevisionRow } from '../storage/contact-revision-row.ts';
import { ContactRow } from '../storage/contact-row.ts';
import type { SubmissionRow } from '../storage/submission-rows.ts';
import type { SubmittedAct } from './submitted-act.ts';

/** By contact, the revision that whoever says yes has seen. */
export type SeenRevisions = ReadonlyMap<string, number>;

type Submission = Pick<SubmissionRow, 'id' | 'iso3' | 'received_on' | 'acts'>;

/** What is wrong with one act of a submission. */
export class ActProblem extends Error {
  constructor(
    readonly index: number,
    readonly problem: Problem,
  ) {
    super(problem.message, { cause: problem });
    this.name = 'ActProblem';
  }
}

/**
 * Does what a submission says, by the very operations that the state itself would use, in the caller's transaction: all of it,
 * or, where one act cannot be, nothing.
 * @returns the acts with what they did
 * @throws ActProblem
 */
export async function takeEffect(
  parts: DirectoryParts,
  manager: EntityManager,
  submission: Submission,
  actor: string,
  seen: SeenRevisions,
): Promise<SubmittedAct[]> {
  const done: SubmittedAct[] = [];
  for (const [index, act] of submission.acts.entries()) {
    try {
      done.push(await doAct(parts, manager, submission, act, actor, seen));
    } catch (error) {
      if (error instanceof Problem) throw new ActProblem(index, error);
      throw error;
    }
  }
  return done;
}

async function doAct(
  parts: DirectoryParts,
  manager: EntityManager,
  { id, iso3, received_on }: Submission,
  act: SubmittedAct,
  actor: string,
  seen: SeenRevisions,
): Promise<SubmittedAct> {
  const submitted = { id, notifiedOn: received_on };
  if (act.kind === 'ADD') {
    const { id: contactId } = await createContact(parts, iso3, act.input, actor, submitted);
    return { ...act, contactId, changes: await changesSince(manager, contactId, 0) };
  }
  const { contactId } = act;
  const contact = await manager.findOneBy(ContactRow, { id: contactId });
  if (contact?.iso3 !== iso3) throw notFound(`There is no such contact of ${iso3}.`);
  const revision = seen.get(contactId) ?? act.revision;
  if (act.kind === 'CHANGE')
    await updateContact(parts, { id: contactId, revision, input: act.input }, actor, submitted);
  else await removeContact(parts, { id: contactId, revision, reason: act.reason }, actor, submitted);
  return { ...act, revision, changes: await changesSince(manager, contactId, revision) };
}

async function changesSince(manager: EntityManager, id: string, revision: number): Promise<FieldChange[]> {
  const step = await manager.findOne(ContactRevisionRow, {
    where: { contact_id: id, revision: MoreThan(revision) },
    order: { revision: 'ASC' },
  });
  return step?.changes ?? [];
}

/** What taking effect now would do, and nothing of it done. Never inside a transaction of the caller's. @throws ActProblem */
export async function rehearse(
  parts: DirectoryParts,
  submission: Submission,
  actor: string,
  seen: SeenRevisions,
): Promise<SubmittedAct[]> {
  const done: SubmittedAct[] = [];
  const undone = new Error('Rehearsed only.');
  await parts.database
    .write(async (manager) => {
      done.push(...(await takeEffect(parts, manager, submission, actor, seen)));
      throw undone;
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error;
    });
  return done;
}

/** The present revisions of what a submission is about: as somebody who has just looked has seen them. */
export async function presentRevisions(
  manager: EntityManager,
  { acts }: Pick<Submission, 'acts'>,
): Promise<SeenRevisions> {
  const seen = new Map<string, number>();
  for (const act of acts) {
    if (act.kind === 'ADD') continue;
    const contact = await manager.findOneBy(ContactRow, { id: act.contactId });
    if (contact) seen.set(contact.id, contact.revision);
  }
  return seen;
}

/** Why a submission cannot take effect as things stand now, for whoever would say yes to it. */
export function standsInTheWay({ index, problem }: ActProblem): Problem {
  const { code, field, message, details } = problem;
  return conflict(`Act ${index + 1} of the submission cannot take effect as things stand now. ${message}`, {
    ...details,
    act: index,
    because: code,
    ...(field === undefined ? {} : { at: field }),
  });
}
