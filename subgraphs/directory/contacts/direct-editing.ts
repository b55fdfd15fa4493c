import { randomUUID } from 'node:crypto';
import { instant } from '../../../platform/clock/clock.ts';
import { notFound } from '../../../platform/errors/problem.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { mustNotHaveLeft } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import type { Act } from '../population/draft-terms.ts';
import { settle } from '../population/settle.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { checkRevision } from './stale-revision.ts';

export interface Edited {
  readonly draft: Draft;
  readonly contact: ContactRow;
}

/**
 * Lets a state edit one of its contacts, in one transaction; whatever else of its directory rests on the contact follows.
 * @param revision the one the state has seen; null where that does not matter
 * @throws Problem NOT_FOUND, or CONFLICT where the contact changed meanwhile
 */
export function editContact<T>(
  parts: DirectoryParts,
  { id, revision }: { readonly id: string; readonly revision: number | null },
  by: Act,
  edit: (edited: Edited) => T,
): Promise<T> {
  return parts.database.write(async (manager) => {
    await expireConsentsWithin(manager, parts.clock);
    const stored = await manager.findOneBy(ContactRow, { id });
    if (!stored) throw notFound('There is no such contact.');
    if (stored.merged_into !== null)
      throw notFound(
        `This contact became part of another at ${stored.removed_at}: ${stored.merged_into}. Use that id.`,
      );
    if (stored.removed_at !== null) throw notFound(`This contact was removed at ${stored.removed_at}.`);
    await mustNotHaveLeft(manager, stored.iso3);
    if (revision !== null) await checkRevision(manager, stored, revision);
    const draft = new Draft(await loadStates(manager, [stored.iso3]), instant(parts.clock.now()), randomUUID);
    const contact = draft.contact(id);
    if (!contact) throw new Error(`Contact ${id} is stored and not in the draft of its state.`);
    const edited = edit({ draft, contact });
    settle(draft, stored.iso3, by);
    await saveDraft(manager, draft);
    return edited;
  });
}
