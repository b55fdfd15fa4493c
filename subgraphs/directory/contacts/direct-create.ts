import { randomUUID } from 'node:crypto';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { memberState } from '../../../platform/states/states.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { mustNotHaveLeft } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import type { Submitted } from '../population/draft-terms.ts';
import { settle } from '../population/settle.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { type ContactRequest, readRequest, statementOf } from './direct-statement.ts';
import { actOf, submittedIn } from './direct-submitted.ts';
import { checkUsable } from './direct-usable.ts';

/**
 * A state nominates a point of contact of its own. A removal that waited because nobody else was left takes effect.
 * @param submission where it does so through the custodian
 * @throws Problem BAD_USER_INPUT with the input field at fault
 */
export async function createContact(
  parts: DirectoryParts,
  given: string,
  request: ContactRequest,
  createdBy: string,
  submission: Submitted | null = null,
): Promise<ContactRow> {
  const state = memberState(given.trim().toUpperCase());
  if (!state) throw badInput('state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
  if (!request.function)
    throw badInput('input.function', 'Say what it is the point of contact for, e.g. TECHNICAL.');
  if (!request.kind) throw badInput('input.kind', 'Say whether it is a PERSON or an OFFICE.');
  const { claims, changedOn } = statementOf(
    await readRequest(request, parts.clock.now()),
    state,
    parts.clock.now(),
  );

  return parts.database.write(async (manager) => {
    await expireConsentsWithin(manager, parts.clock);
    await mustNotHaveLeft(manager, state.iso3);
    const stored = await loadStates(manager, [state.iso3]);
    const draft = new Draft(stored, instant(parts.clock.now()), randomUUID);
    const act = actOf(createdBy, submission);
    const contact = draft.add(state.iso3, submittedIn(claims, submission), {
      ...act,
      ...(changedOn === null ? {} : { changedOn }),
    });
    checkUsable(null, contact.content, (field) => `input.${field}`);
    settle(draft, state.iso3, act);
    await saveDraft(manager, draft);
    return contact;
  });
}
