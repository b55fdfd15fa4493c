import { randomUUID } from 'node:crypto';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { memberState } from '../../../platform/states/states.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { settle } from '../population/settle.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { type ContactRequest, statementOf } from './direct-statement.ts';
import { checkUsable } from './direct-usable.ts';

/**
 * A state nominates a point of contact of its own. A removal that waited because nobody else was left takes effect.
 * @throws Problem BAD_USER_INPUT with the input field at fault
 */
export async function createContact(
  parts: DirectoryParts,
  given: string,
  request: ContactRequest,
  createdBy: string,
): Promise<ContactRow> {
  const state = memberState(given.trim().toUpperCase());
  if (!state) throw badInput('state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
  if (!request.function)
    throw badInput('input.function', 'Say what it is the point of contact for, e.g. TECHNICAL.');
  if (!request.kind) throw badInput('input.kind', 'Say whether it is a PERSON or an OFFICE.');
  const { claims, changedOn } = statementOf(request, state, parts.clock.now());

  return parts.database.write(async (manager) => {
    await expireConsentsWithin(manager, parts.clock);
    const stored = await loadStates(manager, [state.iso3]);
    const draft = new Draft(stored, instant(parts.clock.now()), randomUUID);
    const act = { actor: createdBy, authority: null };
    const contact = draft.add(state.iso3, claims, { ...act, ...(changedOn === null ? {} : { changedOn }) });
    checkUsable(null, contact.content, (field) => `input.${field}`);
    settle(draft, state.iso3, act);
    await saveDraft(manager, draft);
    return contact;
  });
}
