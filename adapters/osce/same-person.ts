import type { OsceElement, OsceRecord } from './record.ts';

/**
 * Whether a contact point is still about the one it was about. An id may be given to somebody else, and then nothing of the
 * predecessor may be carried over: a successor is never shown with another's mailbox or telephone.
 *
 * Names and personal mailboxes decide, in so far as the record shows them; a shared mailbox says nothing of who reads it.
 *
 * | name  | personal mailbox | the same? |
 * |-------|------------------|-----------|
 * | same  | whatever         | yes       |
 * | other | same             | yes: a name that changed |
 * | other | other, or unsaid | no        |
 * | unsaid | same, or unsaid | yes: nothing speaks against it |
 * | unsaid | other           | no        |
 *
 * In doubt it is not the same: a value that becomes unknown can be asked for, a wrong one misleads.
 */
export function isSamePerson(previous: OsceRecord, current: OsceRecord): boolean {
  const name = compareNames(previous.elements.name, current.elements.name);
  if (name === 'same') return true;
  const mailbox = compareMailboxes(previous.elements.email, current.elements.email);
  return name === 'unsaid' ? mailbox !== 'other' : mailbox === 'same';
}

type Comparison = 'same' | 'other' | 'unsaid';

function compareNames(previous: readonly OsceElement[], current: readonly OsceElement[]): Comparison {
  const [before] = known(previous);
  const [now] = shown(current);
  if (before === undefined) return current.length === 0 ? 'same' : 'unsaid';
  if (now === undefined) return current.length === 0 ? 'other' : 'unsaid';
  if (isLatin(before) !== isLatin(now)) return 'unsaid'; // another script cannot be compared
  const [one, two] = [wordsOf(before), wordsOf(now)];
  const [fewer, more] = one.size <= two.size ? [one, two] : [two, one];
  const isWithin = [...fewer].every((word) => more.has(word));
  // A title or a middle name more is no other person; a family name alone is not yet one.
  return isWithin && (fewer.size === more.size || fewer.size >= 2) ? 'same' : 'other';
}

function compareMailboxes(previous: readonly OsceElement[], current: readonly OsceElement[]): Comparison {
  const [before, now] = [known(previous), shown(current)];
  if (before.length === 0 || now.length === 0) return 'unsaid';
  // The same name at another domain: ministries change theirs for everybody at once.
  const mailboxes = new Set(before.map(localPart));
  return now.some((address) => mailboxes.has(localPart(address))) ? 'same' : 'other';
}

const known = (elements: readonly OsceElement[]) => elements.flatMap(({ value }) => value ?? []);
const shown = (elements: readonly OsceElement[]) => known(elements.filter(({ withheld }) => !withheld));
const isLatin = (name: string) => /\p{Script=Latin}/u.test(name);
const localPart = (address: string) => address.trim().toLowerCase().replace(/@.*$/, '');

/** The words of a name, whatever their order, case and accents. */
function wordsOf(name: string): Set<string> {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  return new Set(plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''));
}
