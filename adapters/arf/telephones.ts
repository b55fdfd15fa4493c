import {
  holdsTelephone,
  parseTelephone,
  type Telephone,
  telephoneText,
} from '../../platform/contact-details/telephone.ts';
import { values } from './cells.ts';

export interface Numbers {
  readonly phones: Telephone[];
  /** E.164, or as written where they cannot be parsed. */
  readonly faxes: string[];
  /** What holds no number, or too little of one. */
  readonly rejected: string[];
}

/**
 * The numbers of a telephone or fax cell. `Tel:`, `(M)`, `HP:` and other words around a number are taken off for parsing and
 * kept as written; `(F)` and `Fax` make it a fax number wherever it stands, `Tel/Fax` both, `24/7` one that is answered
 * around the clock.
 */
export function readNumbers(text: string | null, iso2: string | null, column: 'telephone' | 'fax'): Numbers {
  const numbers: Numbers = { phones: [], faxes: [], rejected: [] };
  for (const piece of pieces(text ?? '')) {
    const read = labelled(piece);
    if (!read || !holdsTelephone(read.number)) {
      numbers.rejected.push(piece);
      continue;
    }
    const telephone = { ...parseTelephone(read.number, iso2, read.aroundTheClock), asWritten: piece };
    const isFax = column === 'fax' || /(^|[^a-z])(f|fax|facsimile|telefax)([^a-z]|$)/i.test(read.label);
    const isPhone =
      column === 'telephone' && (!isFax || /(^|[^a-z])(t|tel|telephone|phone)([^a-z]|$)/i.test(read.label));
    if (isPhone && !numbers.phones.some((phone) => same(phone, telephone))) numbers.phones.push(telephone);
    const fax = telephone.e164 ? telephoneText(telephone) : read.number;
    if (isFax && !numbers.faxes.includes(fax)) numbers.faxes.push(fax);
  }
  return numbers;
}

function same(one: Telephone, other: Telephone): boolean {
  if (one.e164 === null || other.e164 === null) return one.asWritten === other.asWritten;
  return one.e164 === other.e164 && one.extension === other.extension;
}

/**
 * Each number with its words. A `+` always begins a number, and so does a word or a bracket behind a comma. Words stand before
 * every number of a line or behind each. `ext. 12 / 13` and `8000 0000 / 01` are one number and its last digits.
 */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const value of values(text.replace(/(\d)\s\/\s(?=\d{1,4}\s*(?:[;\r\n]|$))/g, '$1/'))) {
    const next = /^\(?[A-Za-z]/.test(value) ? wordsBefore : wordsBehind;
    found.push(...value.split(next).map((piece) => piece.trim()));
  }
  return found.filter((piece) => piece !== '');
}

const wordsBefore = /,\s*(?=\+|\(?[A-Za-z])|\s*\/\s*(?=\+)|(?<=\d\)?)\s+(?=(?:\(?[A-Za-z][^\d+]*)?\+\d)/;
const wordsBehind = /,\s*(?=\+|\(?[A-Za-z])|\s*\/\s*(?=\+)|(?<=[\d)])\s+(?=\+\d)/;

const clock = /\(?\b24\s*(?:\/|x|-)\s*7\b\)?|\(?\b24[\s-]*(?:hours?|hrs?|h)\b\)?/i;

function labelled(piece: string): { number: string; label: string; aroundTheClock: boolean } | null {
  const aroundTheClock = clock.test(piece);
  const plain = piece.replace(clock, ' ').trim();
  // Before the number: anything up to its first `+`, `(` with a digit, or digit. Behind it: words without a digit.
  const match = /^(.*?)((?:\+|\(\s*\+?(?=\d)|\d).*)$/s.exec(plain);
  const [, before = '', rest = ''] = match ?? [];
  if (rest === '') return null;
  const trailing = /(?:[\s,–-]*\([^()\d]*\)|[\s,:–-]+[A-Za-z][^\d]*)+$/.exec(rest)?.[0] ?? '';
  const number = rest
    .slice(0, rest.length - trailing.length)
    .replace(/\/\d{1,4}$/, '')
    .trim();
  return { number, label: `${before} ${trailing}`, aroundTheClock };
}
