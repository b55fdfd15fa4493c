import { randomUUID } from 'node:crypto';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, notFound } from '../../../platform/errors/problem.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { direct } from '../contacts/compose.ts';
import { mustNotHaveLeft } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { settle } from '../population/settle.ts';
import { ConflictRow } from '../storage/conflict-row.ts';
import { loadStates, saveDraft } from '../storage/states.ts';

export interface Resolution {
  readonly id: string;
  /** The origin of the claim that counts. */
  readonly choose: string;
  /** Whether its directory goes first for this field from now on, for all contacts of the state. */
  readonly remember: boolean;
}

/**
 * The state says whose claim counts. That holds for this field of this contact as long as it is copied from the chosen
 * directory, also once a claim changes; and where it is remembered, for each other contact of the state.
 * @throws Problem NOT_FOUND, BAD_USER_INPUT with the origins there are
 */
export function resolveConflict(
  parts: DirectoryParts,
  { id, choose, remember }: Resolution,
  resolvedBy: string,
): Promise<ConflictRow> {
  return parts.database.write(async (manager) => {
    await expireConsentsWithin(manager, parts.clock);
    const stored = await manager.findOneBy(ConflictRow, { id });
    if (!stored) throw notFound('There is no such conflict. It may have ended with its contact.');
    const { iso3, contact_id, field } = stored;
    await mustNotHaveLeft(manager, iso3);
    const now = instant(parts.clock.now());
    const draft = new Draft(await loadStates(manager, [iso3]), now, randomUUID);
    const conflict = draft.conflicts.get(contact_id, field);
    if (!conflict) throw new Error(`Conflict ${id} is stored and not in the draft of its state.`);
    const origin = choose.trim().toUpperCase();
    const origins = conflict.claims.map((claim) => claim.origin);
    if (!origins.includes(origin))
      throw badInput(
        'choose',
        `Nobody says this of ${field} by that name. Choose one of: ${origins.join(', ')}.`,
      );

    const act = {
      actor: resolvedBy,
      authority: null,
      reason: `The state chose what ${origin} says of ${field}.`,
    };
    draft.conflicts.choose(conflict, origin, now, resolvedBy);
    draft.recompose(contact_id, act);
    if (remember && origin !== direct) {
      draft.precedences.remember(iso3, field, origin, { at: now, subject: resolvedBy });
      for (const contact of draft.contactsOf(iso3)) draft.recompose(contact.id, act);
    }
    settle(draft, iso3, act);
    draft.visible = true;
    await saveDraft(manager, draft);
    return conflict;
  });
}
