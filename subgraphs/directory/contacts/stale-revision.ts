import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, MoreThan } from 'typeorm';
import { conflict } from '../../../platform/errors/problem.ts';
import { ContactRevisionRow } from '../storage/contact-revision-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { FieldChange } from './changes.ts';

/**
 * Whoever edits a contact has seen it as it is. Otherwise they are told what changed since: `details.changes` holds each
 * field as it was at the revision they saw and as it is now, for the state itself alone; `details.revision` is the one to go on from.
 * @throws Problem CONFLICT
 */
export async function checkRevision(
  manager: EntityManager,
  contact: ContactRow,
  seen: number,
): Promise<void> {
  if (seen === contact.revision) return;
  const since = await manager.find(ContactRevisionRow, {
    where: { contact_id: contact.id, revision: MoreThan(seen) },
    order: { revision: 'ASC' },
  });
  const changes = netChanges(since.flatMap((step) => step.changes));
  const changed = [...new Set(since.flatMap((step) => step.changes.map(({ field }) => field)))];
  const last = since.at(-1);
  const what = changed.length > 0 ? changed.join(', ') : 'which fields are its own';
  throw conflict(
    last
      ? `This contact changed meanwhile: ${what} (revision ${last.revision}, ${last.at}, by ${last.actor}). Look at it as it is now, and try again with its revision.`
      : `This contact has no revision ${seen}; it is at ${contact.revision}. Look at it as it is now, and try again with its revision.`,
    { contact: contact.id, state: contact.iso3, revision: contact.revision, changed, changes },
  );
}

/** From the first value to the last, field by field; what is as it was before is not told. */
export function netChanges(steps: readonly FieldChange[]): FieldChange[] {
  const net = new Map<string, FieldChange>();
  for (const { field, before, after } of steps)
    net.set(field, { field, before: net.get(field)?.before ?? before, after });
  return [...net.values()].filter(({ before, after }) => !isDeepStrictEqual(before, after));
}
