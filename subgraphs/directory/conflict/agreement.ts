import { mailbox, telephone } from '../../../platform/likeness/channels.ts';
import { compareNames, parseName } from '../../../platform/likeness/names.ts';
import { textsOf } from '../contacts/changes.ts';
import type { ClaimedField, ContactContent } from '../contacts/claims.ts';
import { saidAs } from '../contacts/texts.ts';

// Whether two sources say the same of a field, however it is written. What says the same is no conflict.

/** A value of any field. */
export type FieldValue = ContactContent[ClaimedField];

export function agree(field: ClaimedField, one: FieldValue, other: FieldValue): boolean {
  const [first, second] = [texts(one), texts(other)];
  switch (field) {
    case 'emails':
      return sameSet(first.map(mailbox), second.map(mailbox));
    case 'phones':
      // Whether a number is answered around the clock is no claim on which number it is.
      return sameSet(first, second);
    case 'languages':
      // A directory that names fewer languages does not deny the others.
      return contains(first, second) || contains(second, first);
    case 'name':
      return goTogether(first.join(), second.join()) || plain(first) === plain(second);
    case 'webPage':
      return address(first.join()) === address(second.join());
    default:
      return plain(first) === plain(second);
  }
}

/** Of values that agree, the one that says most goes first: more languages, more numbers known to be answered at all hours. */
export function fullness(field: ClaimedField, value: FieldValue): number {
  if (!Array.isArray(value)) return 0;
  if (field === 'languages') return value.length;
  return value.filter((item) => typeof item !== 'string' && 'aroundTheClock' in item && item.aroundTheClock)
    .length;
}

/** Each item once in one spelling. */
function texts(value: FieldValue): string[] {
  if (!Array.isArray(value)) return textsOf(value);
  return value.map((item) => {
    if (typeof item === 'string') return item;
    if ('fingerprint' in item) return item.fingerprint;
    return 'beside' in item ? saidAs(item) : telephone(item);
  });
}

const sameSet = (one: readonly string[], other: readonly string[]) =>
  contains(one, other) && contains(other, one);

const contains = (one: readonly string[], other: readonly string[]) =>
  other.every((item) => one.includes(item));

function goTogether(one: string, other: string): boolean {
  const likeness = compareNames(parseName(one), parseName(other));
  return likeness === 'SAME' || likeness === 'LIKE';
}

/** Words without case, diacritics and punctuation. */
function plain(value: readonly string[]): string {
  return value
    .join(' ')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '')
    .join(' ');
}

/** A web page without what makes no difference. */
function address(page: string): string {
  return page
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/^[^/?#]+/, (host) => host.toLowerCase())
    .replace(/\/$/, '');
}
