import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { dayOf } from '../../../platform/clock/days.ts';
import { badInput, Problem } from '../../../platform/errors/problem.ts';
import { givenDate } from '../../../platform/graphql/scalars.ts';
import { memberState } from '../../../platform/states/states.ts';
import type { ContactRequest } from '../contacts/direct-statement.ts';
import { tellLedger } from '../ledger/tell.ts';
import type { DirectoryParts } from '../parts.ts';
import { neededReason } from '../reasons.ts';
import { SubmissionDocumentRow, SubmissionRow } from '../storage/submission-rows.ts';
import { daysAfter, submissionPeriod } from './period.ts';
import { EnteredContact, type SubmittedAct } from './submitted-act.ts';
import { ActProblem, rehearse } from './take-effect.ts';
import { askAuthority, submissionEntered } from './tell.ts';

/** One act, as it came in: exactly one of the three. */
export interface ActRequest {
  readonly add?: ContactRequest | null | undefined;
  readonly change?:
    | { readonly id: string; readonly revision: number; readonly input: ContactRequest }
    | null
    | undefined;
  readonly remove?:
    | { readonly id: string; readonly revision: number; readonly reason: string }
    | null
    | undefined;
}

export interface SubmissionRequest {
  readonly state: string;
  readonly reference: string;
  readonly receivedOn?: Date | null | undefined;
  readonly document: string;
  readonly acts: readonly ActRequest[];
}

const longestReference = 500;
const mostActs = 50;
const keywords = { ADD: 'add', CHANGE: 'change.input', REMOVE: 'remove' } as const;

/**
 * The custodian enters what a state sent it in a note verbale. Each act is judged as the state's own edit would be; nothing takes
 * effect before the yes that it needs.
 * @throws Problem BAD_USER_INPUT with the input field at fault, CONFLICT where a contact has changed since the revision given
 */
export async function enterSubmission(
  parts: DirectoryParts,
  request: SubmissionRequest,
  enteredBy: string,
): Promise<SubmissionRow> {
  const { database, clock } = parts;
  const given = submissionOf(request, clock.now());
  const document = await database.read((manager) => unusedDocument(manager, request.document));
  const acts = await rehearse(parts, given, enteredBy, new Map()).catch((error: unknown) => {
    throw error instanceof ActProblem ? atField(given.acts, error) : error;
  });
  return database.write(async (manager) => {
    await unusedDocument(manager, document.id);
    const now = clock.now();
    const period_days = await submissionPeriod(manager);
    const row: SubmissionRow = {
      ...given,
      // Rehearsed, an added contact had an id of its own: the real one is given when it takes effect.
      acts: acts.map((act) => (act.kind === 'ADD' ? { ...act, contactId: null } : act)),
      seq: ((await manager.maximum(SubmissionRow, 'seq')) ?? 0) + 1,
      status: 'WAITING',
      awaits: 'AUTHORITY',
      document_id: document.id,
      entered_at: instant(now),
      entered_by: enteredBy,
      period_days,
      due_at: daysAfter(now, period_days),
      decided_at: null,
      decided_by: null,
      decision_reason: null,
    };
    await manager.insert(SubmissionRow, row);
    await manager.update(SubmissionDocumentRow, { id: document.id }, { submission_id: row.id });
    await tellLedger(manager, row.entered_at, [submissionEntered(row, document)]);
    await askAuthority(manager, clock, row);
    return row;
  });
}

type Given = Pick<SubmissionRow, 'id' | 'iso3' | 'reference' | 'received_on' | 'acts'>;

function submissionOf(request: SubmissionRequest, now: Date): Given {
  const state = memberState(request.state.trim().toUpperCase());
  if (!state)
    throw badInput('input.state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
  const reference = request.reference
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim();
  if (reference === '' || reference.length > longestReference)
    throw badInput(
      'input.reference',
      `Give the reference of the note verbale, in at most ${longestReference} characters.`,
    );
  const { acts } = request;
  if (acts.length === 0 || acts.length > mostActs)
    throw badInput('input.acts', `Give 1 to ${mostActs} acts: contacts to add, change or remove.`);
  const read = acts.map(actOf);
  read.forEach((act, index) => {
    const isTwice = read
      .slice(0, index)
      .some(({ contactId }) => contactId !== null && contactId === act.contactId);
    if (isTwice)
      throw badInput(
        `input.acts.${index}`,
        'A submission speaks of each contact once: say all of it in one act.',
      );
  });
  return {
    id: randomUUID(),
    iso3: state.iso3,
    reference,
    received_on: receivedOn(request.receivedOn ?? null, now),
    acts: read,
  };
}

function actOf({ add, change, remove }: ActRequest, index: number): SubmittedAct {
  const said = [add, change, remove].filter((one) => one !== null && one !== undefined);
  if (said.length !== 1)
    throw badInput(`input.acts.${index}`, 'Give exactly one of "add", "change" and "remove" in each act.');
  if (add)
    return { kind: 'ADD', contactId: null, input: entered(add, `input.acts.${index}.add`), changes: [] };
  if (change) {
    const { id, revision, input } = change;
    return {
      kind: 'CHANGE',
      contactId: id,
      revision,
      input: entered(input, `input.acts.${index}.change.input`),
      changes: [],
    };
  }
  if (!remove) throw new Error('One of three is there.');
  const reason = neededReason(remove.reason, `input.acts.${index}.remove.reason`);
  return { kind: 'REMOVE', contactId: remove.id, revision: remove.revision, reason, changes: [] };
}

/** Its values are judged when it is rehearsed; a time that cannot be read could not even be kept. */
function entered(input: ContactRequest, path: string): EnteredContact {
  if (input.changedOn) givenDate(`${path}.changedOn`, input.changedOn);
  return EnteredContact.parse(input);
}

/** Somewhere on earth a day begins up to 14 hours before it does in UTC. */
const earliestDayBegins = 14 * 60 * 60 * 1000;

function receivedOn(given: Date | null, now: Date): string {
  if (given === null) return dayOf(instant(now));
  if (givenDate('input.receivedOn', given).getTime() > now.getTime() + earliestDayBegins)
    throw badInput('input.receivedOn', 'This day has not come yet. Give the day on which the note came.');
  return dayOf(instant(given));
}

async function unusedDocument(manager: EntityManager, id: string): Promise<SubmissionDocumentRow> {
  const document = await manager.findOneBy(SubmissionDocumentRow, { id });
  if (!document)
    throw badInput('input.document', 'There is no such document. Upload it first: uploadSubmissionDocument.');
  if (document.submission_id !== null)
    throw badInput(
      'input.document',
      'This document belongs to a submission already. Upload it again for another.',
    );
  return document;
}

/** The field of the input that is at fault, in the path of the act it stands in. */
function atField(acts: readonly SubmittedAct[], { index, problem }: ActProblem): Problem {
  const { code, message, details } = problem;
  const act = acts[index];
  const inside = problem.field?.replace(/^input\.?/, '') ?? (code === 'NOT_FOUND' ? 'id' : '');
  const place = act?.kind === 'CHANGE' && code !== 'BAD_USER_INPUT' ? 'change' : keywords[act?.kind ?? 'ADD'];
  const field = [`input.acts.${index}.${place}`, inside].filter((part) => part !== '').join('.');
  return new Problem(code === 'NOT_FOUND' ? 'BAD_USER_INPUT' : code, message, {
    field,
    details: { ...details, act: index },
  });
}
