import { parseEmails } from '../../../platform/contact-details/emails.ts';
import { parseLanguages } from '../../../platform/contact-details/languages.ts';
import {
  holdsTelephone,
  parseTelephone,
  type Telephone,
} from '../../../platform/contact-details/telephone.ts';
import { parseWebPage, withScheme } from '../../../platform/contact-details/web-page.ts';
import { badInput } from '../../../platform/errors/problem.ts';

// What a person may write into each field. Every refusal names the input's path and says what to write instead.

const mostItems = 20;
const longestTelephone = 80;
const longestAddress = 2000;

/** Control characters, halves of characters, and marks that turn the direction of the text around them. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

function printable(written: string, path: string, longest: number): string {
  const text = written.normalize('NFC').trim();
  if (unprintable.test(text))
    throw badInput(
      path,
      'Write this in one line, without control characters (line breaks, tabs and the like).',
    );
  if (text.length > longest) throw badInput(path, `Keep this under ${longest} characters.`);
  return text;
}

/** Anything that is seen: neither space nor a mark that only joins or turns what stands around it. */
const visible = /[^\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Null where nothing is written, or nothing that anybody could see. */
export function textOf(written: string | null, path: string, longest: number): string | null {
  if (written === null) return null;
  const text = printable(written, path, longest);
  return visible.test(text) ? text : null;
}

export function webPageOf(written: string | null, path: string): string | null {
  const text = textOf(written, path, longestAddress);
  if (text === null) return null;
  const page = parseWebPage(text);
  if (page !== null) return page;
  const meant = withScheme(text);
  throw badInput(
    path,
    meant === null
      ? 'Give the whole address of a page on the public web, without spaces, e.g. https://cert.example/contact.'
      : `Write the address with its beginning: ${meant}`,
  );
}

export function emailsOf(written: readonly string[], path: string): string[] {
  return eachOnce(written, path, (item, at) => {
    const { emails, rejected } = parseEmails(printable(item, at, longestAddress));
    const [email] = emails;
    if (email === undefined || emails.length > 1 || rejected.length > 0)
      throw badInput(at, 'Give one e-mail address in each item, e.g. desk@cert.example.');
    return { value: email, key: email.toLowerCase() };
  });
}

/** @param iso2 the country whose numbering plan counts where a number has no country code */
export function telephonesOf(written: readonly string[], iso2: string, path: string): Telephone[] {
  return eachOnce(written, path, (item, at) => {
    const text = printable(item, at, longestTelephone);
    if (!holdsTelephone(text))
      throw badInput(
        at,
        'Give one telephone number in each item, with its country code, e.g. +44 1632 960001.',
      );
    if (rounded.test(text))
      throw badInput(
        at,
        'A spreadsheet program rounded this number, and its last digits are lost. Make the column a text column there, and write the whole number, e.g. +44 1632 960001.',
      );
    const value = telephoneOf(text, iso2);
    return { value, key: JSON.stringify([value.e164 ?? value.asWritten, value.extension]) };
  });
}

/** What spreadsheet programs make of a long number: 6.7933E+09. */
const rounded = /^\+?\d(?:[.,]\d+)?E\+?\d{1,2}$/i;

/** One number; `(24/7)` behind it says that it is answered around the clock. */
export function telephoneOf(written: string, iso2: string | null): Telephone {
  const number = written.replace(/[\s,;]*(?:\(\s*24\s*\/\s*7\s*\)|\b24\/7)\s*$/, '');
  const aroundTheClock = number !== written && holdsTelephone(number);
  return parseTelephone(aroundTheClock ? number : written, iso2, aroundTheClock);
}

export function languagesOf(written: readonly string[], path: string): string[] {
  return eachOnce(written, path, (item, at) => {
    const value = languageTag(printable(item, at, longestTelephone), at);
    return { value, key: value };
  });
}

function eachOnce<T>(
  written: readonly string[],
  path: string,
  read: (item: string, path: string) => { value: T; key: string },
): T[] {
  if (written.length > mostItems) throw badInput(path, `Give at most ${mostItems}.`);
  const found = new Map<string, T>();
  written.forEach((item, index) => {
    const { value, key } = read(item, `${path}.${index}`);
    if (!found.has(key)) found.set(key, value);
  });
  return [...found.values()];
}

const noLanguage = ['und', 'mul', 'zxx', 'mis', 'root'];
const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** BCP 47 (RFC 5646) in its canonical form. */
function languageTag(text: string, path: string): string {
  const [primary = ''] = text.toLowerCase().split('-');
  // A registered primary subtag has two or three letters; all of two letters are known by name.
  const isTag = /^[a-z]{2,3}$/.test(primary) && !noLanguage.includes(primary) && isCanonicalisable(text);
  if (!isTag || (primary.length === 2 && names.of(primary) === undefined)) {
    const [meant] = parseLanguages(text).languages;
    throw badInput(
      path,
      meant
        ? `Write the language as its code: "${meant}".`
        : 'Write each language as its code (BCP 47), e.g. "en", "fr" or "pt-BR".',
    );
  }
  // The canonical form of Montenegrin would be Serbian.
  return primary === 'cnr' ? text.toLowerCase() : (Intl.getCanonicalLocales(text)[0] ?? text);
}

function isCanonicalisable(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
