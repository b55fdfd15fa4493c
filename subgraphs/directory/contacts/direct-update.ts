import { isDeepStrictEqual } from 'node:util';
import { badInput, notFound } from '../../../platform/errors/problem.ts';
import { memberState } from '../../../platform/states/states.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Act, Submitted } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { type Claims, claimedFields } from './claims.ts';
import { type Edited, editContact } from './direct-editing.ts';
import { type ContactRequest, readRequest, type Statement, statementOf } from './direct-statement.ts';
import { actOf, submittedIn } from './direct-submitted.ts';
import { checkUsable } from './direct-usable.ts';

export interface Update {
  readonly id: string;
  readonly revision: number;
  readonly input: ContactRequest;
}

/**
 * A state writes fields of one of its contacts. Each field it writes is its own from then on, also where it is emptied: no
 * source changes it until it is released.
 * @param submission where it does so through the custodian
 * @throws Problem NOT_FOUND, CONFLICT where the contact changed meanwhile, BAD_USER_INPUT with the input field at fault
 */
export async function updateContact(
  parts: DirectoryParts,
  { id, revision, input }: Update,
  updatedBy: string,
  submission: Submitted | null = null,
): Promise<ContactRow> {
  const by = actOf(updatedBy, submission);
  const request = await readRequest(input, parts.clock.now());
  return editContact(parts, { id, revision }, by, (edited) => {
    const state = memberState(edited.contact.iso3);
    if (!state) throw notFound('There is no such state.');
    const said = statementOf(request, state, parts.clock.now(), edited.contact);
    return writeFields(edited, { ...said, claims: submittedIn(said.claims, submission) }, by);
  });
}

export function writeFields(edited: Edited, { claims, changedOn }: Statement, by: Act): ContactRow {
  const { draft, contact } = edited;
  if (Object.keys(claims).length === 0) throw badInput('input', 'Give at least one field to change.');
  const before = contact.content;
  const written = newlyStated(contact.direct, withoutCopiedKind(edited, claims));
  const fields = claimedFields.filter((field) => written[field] !== undefined);
  if (fields.length === 0) return contact;
  contact.direct = { ...contact.direct, ...written };
  const pinned = fields.filter((field) => isDeepStrictEqual(written[field]?.value, before[field]));
  draft.recompose(
    contact.id,
    {
      ...by,
      ...(pinned.length === 0 ? {} : { reason: `The state's own word from now on: ${pinned.join(', ')}.` }),
      ...(changedOn === null ? {} : { changedOn }),
    },
    'CHANGED',
  );
  checkUsable(before, contact.content, (field) => `input.${field}`);
  return contact;
}

/** What the state did not say in the same words before. */
function newlyStated(direct: Claims, claims: Claims): Claims {
  const entries = claimedFields.flatMap((field): [string, unknown][] => {
    const same = isDeepStrictEqual(direct[field]?.value, claims[field]?.value);
    return claims[field] === undefined || same ? [] : [[field, claims[field]]];
  });
  return Object.fromEntries(entries);
}

/**
 * Function and kind together are what keeps a contact without any source: a copy whose kind were the state's own would stay
 * as an empty shell after its consent is withdrawn.
 */
function withoutCopiedKind({ draft, contact }: Edited, claims: Claims): Claims {
  const isCopied = contact.direct.kind === undefined && draft.sourcesOf(contact.id).length > 0;
  if (!isCopied || claims.kind === undefined) return claims;
  if (claims.kind.value !== contact.content.kind)
    throw badInput(
      'input.kind',
      'Whether a copied contact is a person or an office is for its regional directory to say. Remove the copy and create a contact of your own instead.',
    );
  const { kind: _asItIs, ...others } = claims;
  return others;
}
