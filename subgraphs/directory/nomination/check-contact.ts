import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type Instant, instant } from '../../../platform/clock/clock.ts';
import { notFound } from '../../../platform/errors/problem.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import type { ContactContent } from '../contacts/claims.ts';
import { compose } from '../contacts/compose.ts';
import { type ContactRequest, statementOf } from '../contacts/direct-statement.ts';
import { unmetNeeds } from '../contacts/direct-usable.ts';
import { stateOf } from '../opening/release.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { loadStates } from '../storage/states.ts';
import { duplicatesOf } from './duplicates.ts';
import { type Finding, fault } from './finding.ts';
import { readInput } from './input-faults.ts';
import { warningsOf } from './warnings.ts';

export interface CheckRequest {
  readonly state: string;
  /** The contact that is about to be changed; null for a new one. */
  readonly id?: string | null | undefined;
  readonly input: ContactRequest;
}

export interface ContactCheck {
  /** Whether it can be saved as it is. */
  readonly canBeSaved: boolean;
  /** Errors first, then duplicates, then warnings. */
  readonly findings: readonly Finding[];
}

/**
 * What saving a contact would say to it: all that is wrong at once, what the state lists already, and what should be looked
 * at. By the very rules of saving, and nothing is saved.
 * @throws Problem NOT_FOUND where there is no such contact, BAD_USER_INPUT where there is no such state
 */
export async function checkContact(
  { database, clock }: DirectoryParts,
  { state: given, id, input }: CheckRequest,
): Promise<ContactCheck> {
  const state = stateOf(given);
  const now = clock.now();
  const draft = await database.read((manager) => draftOf(manager, state, instant(now)));
  // An empty id is the id of nothing, and not of a new contact.
  const contact = typeof id === 'string' ? draft.contact(id) : null;
  if (contact === undefined) throw notFound('Your state has no such contact.');
  const { request, faults } = await readInput(input, state, now, contact);
  const { claims } = statementOf(request, state, now, contact);
  const content = contentWith(draft, contact, { ...contact?.direct, ...claims });
  const findings = [
    ...faults,
    ...missing(input, contact, content, faults),
    ...(content ? duplicatesOf(draft, state.iso3, content, contact) : []),
    ...(content ? warningsOf(claims, content, now) : []),
  ];
  return { canBeSaved: findings.every(({ severity }) => severity !== 'ERROR'), findings };
}

async function draftOf(manager: EntityManager, { iso3 }: MemberState, now: Instant): Promise<Draft> {
  return new Draft(await loadStates(manager, [iso3]), now, randomUUID);
}

/** The contact as it would be; null where it is not said what for, or whether it is an office. */
function contentWith(
  draft: Draft,
  contact: ContactRow | null,
  direct: ContactRow['direct'],
): ContactContent | null {
  if (!contact) return compose(direct, [])?.content ?? null;
  return compose(direct, draft.sourcesOf(contact.id), draft.standing(contact))?.content ?? null;
}

/** What is needed and not there; not where it is there and cannot be read. */
function missing(
  input: ContactRequest,
  contact: ContactRow | null,
  content: ContactContent | null,
  faults: readonly Finding[],
): Finding[] {
  const found: Finding[] = [];
  if (!contact && !input.function)
    found.push(
      fault('MISSING', 'input.function', 'Say what it is the point of contact for, e.g. TECHNICAL.'),
    );
  if (!contact && !input.kind)
    found.push(fault('MISSING', 'input.kind', 'Say whether it is a PERSON or an OFFICE.'));
  const needs = content ? unmetNeeds(contact?.content ?? null, content) : [];
  const isAtFault = (field: string) => faults.some((one) => `${one.field}.`.startsWith(`input.${field}.`));
  const unmet = needs.filter(({ field }) => !isAtFault(field));
  return [...found, ...unmet.map(({ field, message }) => fault('MISSING', `input.${field}`, message))];
}
