import { inLatin, skeleton } from './scripts.ts';

/**
 * How two names compare, whatever their order, case, diacritics and script.
 * SAME: the same words. LIKE: the one is contained in the other, or spelled almost so, or with an initial.
 * PARTLY: they share a word, and each has another. DIFFERENT: no word in common.
 * UNKNOWN: one is not known, or the two scripts cannot be compared.
 */
export type NameLikeness = 'SAME' | 'LIKE' | 'PARTLY' | 'DIFFERENT' | 'UNKNOWN';

interface Word {
  readonly latin: string;
  readonly skeleton: string;
  /** Whether it is written in Latin letters itself. */
  readonly isLatin: boolean;
}

export interface Name {
  readonly words: readonly Word[];
  /** Words in a script that no table puts into Latin letters. */
  readonly others: readonly string[];
  /** One record may name several persons, divided by ` / ` or `;`. */
  readonly persons: number;
}

const styles = new Set(
  'mr mrs ms miss mme dr prof professor he amb ambassador col lt capt maj gen sr sra dra ing lic'.split(' '),
);

export function parseName(text: string | null | undefined): Name | null {
  const written = (text ?? '')
    .normalize('NFKC')
    .replace(/['’ʼ`.](?=\p{Letter})/gu, (mark) => (mark === '.' ? ' ' : ''));
  const words: Word[] = [];
  const others: string[] = [];
  for (const part of written.split(/[^\p{Letter}\p{Mark}]+/u)) {
    const latin = inLatin(part);
    if (latin === '') continue;
    if (!/^[a-z]+$/.test(latin)) others.push(latin);
    else if (!styles.has(latin))
      words.push({ latin, skeleton: skeleton(latin), isLatin: /\p{Script=Latin}/u.test(part) });
  }
  if (words.length + others.length === 0) return null;
  return { words, others, persons: written.split(/\s\/\s|;/).filter((part) => part.trim() !== '').length };
}

export function compareNames(one: Name | null, other: Name | null): NameLikeness {
  if (!one || !other) return 'UNKNOWN';
  const likeness =
    one.others.length + other.others.length > 0 ? compareOthers(one, other) : compareWords(one, other);
  const isOneAmongSeveral = one.persons !== other.persons && (likeness === 'SAME' || likeness === 'LIKE');
  return isOneAmongSeveral ? 'PARTLY' : likeness;
}

/**
 * Whether a name is another's, more strictly than `compareNames`: every word of the shorter name stands in the other, and a
 * word alone is not yet a longer name. UNSAID: one is not known, or the scripts cannot be compared. In doubt it is OTHER.
 */
export function sameBearer(one: Name | null, other: Name | null): 'SAME' | 'OTHER' | 'UNSAID' {
  if (!one || !other) return 'UNSAID';
  if (one.others.length + other.others.length > 0) {
    const likeness = compareOthers(one, other);
    return likeness === 'UNKNOWN' ? 'UNSAID' : likeness === 'SAME' ? 'SAME' : 'OTHER';
  }
  const rest = { one: [...one.words], other: [...other.words] };
  const pairs = pairOff(rest, isSameWord);
  const isWithin = rest.one.length === 0 || rest.other.length === 0;
  const isWhole = rest.one.length === 0 && rest.other.length === 0;
  if (isWithin && (isWhole || pairs >= 2) && one.persons === other.persons) return 'SAME';
  const isLatin = ({ words }: Name) => words.some((word) => word.isLatin);
  return isLatin(one) === isLatin(other) ? 'OTHER' : 'UNSAID';
}

/** In a script that is not put into Latin letters, only what is written alike is alike. */
function compareOthers(one: Name, other: Name): NameLikeness {
  if (one.others.length === 0 || other.others.length === 0) return 'UNKNOWN';
  const shared = one.others.filter((word) => other.others.includes(word));
  if (shared.length === 0) return 'DIFFERENT';
  const all = shared.length === one.others.length && shared.length === other.others.length;
  return all && [...shared.join('')].length > 1 ? 'SAME' : 'PARTLY';
}

function compareWords(one: Name, other: Name): NameLikeness {
  const rest = { one: full(one), other: full(other) };
  const exact = pairOff(rest, isSameWord);
  const near = pairOff(rest, isNearWord);
  if (exact + near === 0) return 'DIFFERENT';
  const initials = { one: [...rest.one, ...initialsOf(one)], other: [...rest.other, ...initialsOf(other)] };
  const abbreviated = pairOff(initials, isInitialOf);
  const isLeft = (words: readonly Word[]) => words.some(({ latin }) => latin.length > 1);
  const [leftOfOne, leftOfOther] = [isLeft(initials.one), isLeft(initials.other)];
  if (leftOfOne && leftOfOther) return 'PARTLY';
  const isSame = !leftOfOne && !leftOfOther && near === 0 && exact > 1 && !shortens(abbreviated, one, other);
  return isSame ? 'SAME' : 'LIKE';
}

const full = ({ words }: Name) => words.filter(({ latin }) => latin.length > 1);
const initialsOf = ({ words }: Name) => words.filter(({ latin }) => latin.length === 1);

/** Whether an initial stood for a whole word of the other name. */
const shortens = (abbreviated: number, one: Name, other: Name) =>
  abbreviated > 0 && full(one).length !== full(other).length;

/** Takes pairs off both sides, each word once. @returns how many */
function pairOff(rest: { one: Word[]; other: Word[] }, fits: (one: Word, other: Word) => boolean): number {
  let pairs = 0;
  for (const word of [...rest.one]) {
    const match = rest.other.find((candidate) => fits(word, candidate) || fits(candidate, word));
    if (!match) continue;
    pairs += 1;
    rest.one = rest.one.filter((other) => other !== word);
    rest.other = rest.other.filter((other) => other !== match);
  }
  return pairs;
}

const isSameWord = (one: Word, other: Word) =>
  one.latin === other.latin || (one.isLatin !== other.isLatin && one.skeleton === other.skeleton);
const isNearWord = (one: Word, other: Word) =>
  one.skeleton === other.skeleton || isOneSlip(one.skeleton, other.skeleton);
const isInitialOf = (one: Word, other: Word) => one.latin.length === 1 && other.latin.startsWith(one.latin);

const shortestForSlips = 5;

/** One letter more, less or other, in words long enough that this says something. */
function isOneSlip(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < shortestForSlips || Math.abs(one.length - other.length) > 1)
    return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(one.length, other.length) - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  )
    end += 1;
  return Math.max(one.length, other.length) - start - end <= 1;
}

/** Whether a mailbox is called after a person: `v.ladygin@…`, `jwhitlock@…`. */
export function bearsName(mailbox: string, name: Name): boolean {
  const local = mailbox.slice(0, mailbox.lastIndexOf('@'));
  const parts = inLatin(local)
    .split(/[^a-z]+/)
    .filter((part) => part.length > 2);
  return full(name).some((word) =>
    parts.some(
      (part) =>
        skeleton(part) === word.skeleton ||
        isOneSlip(skeleton(part), word.skeleton) ||
        (word.latin.length >= shortestForSlips && part.includes(word.latin)),
    ),
  );
}
