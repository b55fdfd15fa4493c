import { randomUUID } from 'node:crypto';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { type MemberState, memberState } from '../../../platform/states/states.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { mustNotHaveLeft } from '../participation/standing.ts';
import { adapterOf, type DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { settle } from '../population/settle.ts';
import { loadStates, saveDraft } from '../storage/states.ts';

export interface PrecedenceRequest {
  readonly state: string;
  readonly function: ContactFunction;
  /** The first counts most. One that is not named counts only where none that is says anything. */
  readonly directories: readonly string[];
}

/**
 * The state says which source wins for a function. It takes effect at once on all its contacts of that function; what it
 * chose for single fields stays.
 * @throws Problem BAD_USER_INPUT with the argument at fault
 */
export async function setPrecedence(
  parts: DirectoryParts,
  request: PrecedenceRequest,
  setBy: string,
): Promise<MemberState> {
  const state = memberState(request.state.trim().toUpperCase());
  if (!state) throw badInput('state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
  const directories = request.directories.map((code) => adapterOf(parts, code, 'directories').code);
  if (directories.length === 0)
    throw badInput('directories', `Name at least one directory: ${[...parts.adapters.keys()].join(', ')}.`);
  const twice = directories.find((code, index) => directories.indexOf(code) !== index);
  if (twice)
    throw badInput(
      'directories',
      `${twice} is named twice. Name each directory once, the first to win first.`,
    );

  return parts.database.write(async (manager) => {
    await expireConsentsWithin(manager, parts.clock);
    await mustNotHaveLeft(manager, state.iso3);
    const now = instant(parts.clock.now());
    const draft = new Draft(await loadStates(manager, [state.iso3]), now, randomUUID);
    draft.precedences.set(state.iso3, request.function, directories, { at: now, subject: setBy });
    const act = {
      actor: setBy,
      authority: null,
      reason: `The state set which source wins: ${directories.join(', ')}.`,
    };
    for (const contact of draft.contactsOf(state.iso3))
      if (contact.content.function === request.function) draft.recompose(contact.id, act);
    settle(draft, state.iso3, act);
    draft.visible = true;
    await saveDraft(manager, draft);
    return state;
  });
}
