import { randomUUID } from 'node:crypto';
import { type EntityManager, MoreThan } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { conflict, notFound } from '../../../platform/errors/problem.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { settle } from '../population/settle.ts';
import { ContactRevisionRow } from '../storage/contact-revision-row.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { loadStates, saveDraft } from '../storage/states.ts';

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
  editor: string,
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
    if (revision !== null) await checkRevision(manager, stored, revision);
    const draft = new Draft(await loadStates(manager, [stored.iso3]), instant(parts.clock.now()), randomUUID);
    const contact = draft.contact(id);
    if (!contact) throw new Error(`Contact ${id} is stored and not in the draft of its state.`);
    const edited = edit({ draft, contact });
    settle(draft, stored.iso3, { actor: editor, authority: null });
    await saveDraft(manager, draft);
    return edited;
  });
}

async function checkRevision(manager: EntityManager, contact: ContactRow, seen: number): Promise<void> {
  if (seen === contact.revision) return;
  const since = await manager.find(ContactRevisionRow, {
    where: { contact_id: contact.id, revision: MoreThan(seen) },
    order: { revision: 'ASC' },
  });
  const changed = [...new Set(since.flatMap(({ changes }) => changes.map(({ field }) => field)))];
  const last = since.at(-1);
  const what = changed.length > 0 ? changed.join(', ') : 'which fields are its own';
  throw conflict(
    last
      ? `This contact changed meanwhile: ${what} (revision ${last.revision}, ${last.at}, by ${last.actor}). Look at it as it is now, and try again with its revision.`
      : `This contact has no revision ${seen}; it is at ${contact.revision}. Look at it as it is now, and try again with its revision.`,
    { revision: contact.revision, changed },
  );
}
