import { badInput } from '../../../platform/errors/problem.ts';
import type { DirectoryParts } from '../parts.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { claimedFields } from './claims.ts';
import { type Edited, editContact } from './direct-editing.ts';
import { actOf } from './direct-submitted.ts';
import { checkUsable } from './direct-usable.ts';

/**
 * A state gives a field back to its source: the source's value shows again, or the field is empty.
 * @throws Problem NOT_FOUND; BAD_USER_INPUT where the field is not the state's own, or nothing of the contact would be left
 */
export function releaseField(
  parts: DirectoryParts,
  { id, field }: { readonly id: string; readonly field: string },
  releasedBy: string,
): Promise<ContactRow> {
  return editContact(parts, { id, revision: null }, actOf(releasedBy), (edited) =>
    release(edited, field, releasedBy),
  );
}

function release({ draft, contact }: Edited, given: string, actor: string): ContactRow {
  const field = claimedFields.find((name) => name === given);
  if (!field)
    throw badInput(
      'field',
      `There is no field "${given.slice(0, 40)}". Use one of: ${claimedFields.join(', ')}.`,
    );
  if (contact.direct[field] === undefined)
    throw badInput('field', `The state has not written ${field} itself: it follows its source already.`);
  const { [field]: _released, ...direct } = contact.direct;
  const before = contact.content;
  contact.direct = direct;
  draft.recompose(
    contact.id,
    { actor, authority: null, reason: `The state released ${field} to its source.` },
    'RELEASED',
  );
  if (contact.removed_at !== null)
    throw badInput(
      'field',
      `No source says what ${field} would be, and a contact cannot be without it. Change it, or remove the contact.`,
    );
  checkUsable(before, contact.content, () => 'field');
  return contact;
}
