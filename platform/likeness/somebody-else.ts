import type { Telephone } from '../contact-details/telephone.ts';
import type { ContactKind } from '../vocabulary/terms.ts';
import { entityKey, mailbox, telephone } from './channels.ts';
import { bearsName, type Name, parseName, sameBearer } from './names.ts';

/** What a record shows of whom it is about. What it does not show is unknown, which differs from empty. */
export interface Shown {
  /** Null where it names nobody, or the name is not known. */
  readonly name: Name | null;
  /** It names nobody, and says so. */
  readonly isOffice: boolean;
  /** Mailboxes that are surely the person's own. */
  readonly own: readonly string[];
  /** Those that may be, the own ones among them. */
  readonly personal: readonly string[];
  /** All of them, an office's too. */
  readonly mailboxes: readonly string[];
  readonly telephones: readonly string[];
  /** The entity, in each language it is given in. */
  readonly entities: readonly string[];
}

/**
 * Whether a key that stays has come to stand for somebody else. Keys are given anew to successors, and nothing of the
 * predecessor may be shown with them: not the mailbox, not the telephone, not the name. The one rule of the adapters, which
 * carry withheld values over, and of the directory, which keeps what it copied.
 *
 * | name             | own mailbox        | somebody else? |
 * |------------------|--------------------|----------------|
 * | same             | whatever           | no |
 * | other, or gone   | stays              | no: a name that changed |
 * | other, or gone   | does not, or unsaid | yes |
 * | unsaid           | stays              | no |
 * | unsaid           | another            | yes |
 * | unsaid           | unsaid             | as an office |
 * | of an office     | –                  | yes, where its entity is another and no mailbox (or, where those are not known, no telephone) is the same |
 *
 * A person's mailbox at another domain is the same: ministries change theirs for everybody at once. A shared mailbox says nothing of
 * who reads it. In doubt it is somebody else: a value that becomes unknown can be asked for, a wrong one misleads.
 */
export function isAnother(before: Shown, after: Shown): boolean {
  const name = before.name && after.isOffice ? 'OTHER' : sameBearer(before.name, after.name);
  if (name === 'SAME') return false;
  if (shares(before.own, after.personal)) return false;
  if (name === 'OTHER') return true;
  return (before.name !== null && hasAnotherMailbox(before, after)) || isAnotherOffice(before, after);
}

/** A mailbox that was not there before, and none that was the person's. */
function hasAnotherMailbox(before: Shown, after: Shown): boolean {
  const theirs = before.own.length > 0 ? before.own : before.personal;
  if (theirs.length === 0 || shares(theirs, after.personal)) return false;
  return after.personal.some((address) => !before.mailboxes.includes(address));
}

function isAnotherOffice(before: Shown, after: Shown): boolean {
  const isNamedAlike = before.entities.some((entity) => after.entities.includes(entity));
  if (before.entities.length === 0 || after.entities.length === 0 || isNamedAlike) return false;
  if (before.mailboxes.length > 0 && after.mailboxes.length > 0)
    return !before.mailboxes.some((address) => after.mailboxes.includes(address));
  return !before.telephones.some((number) => after.telephones.includes(number));
}

const localPart = (address: string) => address.slice(0, address.lastIndexOf('@'));
const shares = (one: readonly string[], other: readonly string[]) =>
  one.some((address) => other.some((candidate) => localPart(candidate) === localPart(address)));

/** The values of an entry or a contact. What is left out is unknown. */
export interface ShownValues {
  readonly kind?: ContactKind;
  readonly name?: string | null;
  readonly entity?: string | null;
  readonly emails?: readonly string[];
  readonly phones?: readonly Telephone[];
}

/** Where a source does not tell personal mailboxes from an office's, those called after the person are surely its own. */
export function shownOf({ kind, name: written, entity, emails = [], phones = [] }: ShownValues): Shown {
  const name = parseName(written);
  const mailboxes = emails.map(mailbox);
  return {
    name,
    isOffice: written === null && kind === 'OFFICE',
    own: name ? mailboxes.filter((address) => bearsName(address, name)) : [],
    personal: mailboxes,
    mailboxes,
    telephones: phones.map(telephone).filter((number) => number !== ''),
    entities: [entityKey(entity) ?? []].flat(),
  };
}
