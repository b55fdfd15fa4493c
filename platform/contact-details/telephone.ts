import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { z } from 'zod';

/** A telephone number: E.164 where it can be parsed, its extension apart, and always as written. */
export const Telephone = z.object({
  e164: z.string().nullable(),
  extension: z.string().nullable(),
  asWritten: z.string(),
  /** Answered around the clock. */
  aroundTheClock: z.boolean(),
});
export type Telephone = z.infer<typeof Telephone>;

/**
 * Parses a number as written. `iso2` is the country whose numbering plan counts where there is no country code.
 * A number of a possible length is taken; whether it is assigned cannot be known. What can be read as two different numbers
 * is read as none, and stays as written.
 */
export function parseTelephone(written: string, iso2: string | null, aroundTheClock = false): Telephone {
  const asWritten = written.trim().replace(/\s+/g, ' ');
  const country: CountryCode | undefined = iso2 && isSupportedCountry(iso2) ? iso2 : undefined;
  const parsed = country ? inCountry(dialled(asWritten), country) : possible(dialled(asWritten));
  return {
    e164: parsed ? parsed.number : null,
    extension: parsed?.ext ?? null,
    asWritten,
    aroundTheClock,
  };
}

/**
 * Without `tel:` before it and the invisible marks that telephones put around a number that is copied from them; `00` for
 * `+`, `(+856 21) 255 012` without the brackets that hide the `+`, and one word for an extension.
 */
function dialled(asWritten: string): string {
  return asWritten
    .replace(/\p{Cf}/gu, '')
    .replace(/^\s*tel[.:]+\s*/i, '')
    .replace(/^\(\s*(\+|00)([^()]*)\)/, '$1$2')
    .replace(/^00(?=[1-9])/, '+')
    .replace(
      /(?<=\d\)?[\s,]*)\(?\b(?:local|loc|anexo|interno|int|poste|ramal|extension|extn)\b[.:]?\s*(\d+)\)?$/i,
      ' ext. $1',
    );
}

function possible(text: string, country?: CountryCode): PhoneNumber | null {
  const parsed = parsePhoneNumberFromString(
    text,
    country ? { defaultCountry: country, extract: false } : { extract: false },
  );
  return parsed?.isPossible() ? parsed : null;
}

/**
 * `(62-21) 344 0000` in Indonesia holds the country code without its `+`, and would also be a number of a longer national
 * kind: the bracketed form says which; without it the two readings must agree.
 */
function inCountry(text: string, country: CountryCode): PhoneNumber | null {
  const national = possible(text, country);
  const code = getCountryCallingCode(country);
  if (text.startsWith('+') || !new RegExp(`^\\(?${code}`).test(text)) return national;
  const international = possible(`+${text.replace(/^\(/, '').replace(')', '')}`, country);
  if (!international || (national && international.number === national.number)) return national;
  const bracketed = new RegExp(`^\\(${code}[\\s-]+\\d+\\)`).test(text) || text.startsWith(`(${code})`);
  if (bracketed && international.isValid()) return international;
  if (national?.isValid() === international.isValid()) return null;
  return national?.isValid() ? national : international;
}

/** 112 is the shortest number there is. */
const fewestDigits = 3;

/** How many digits a text has, of whatever script. */
export function digitsIn(text: string): number {
  return text.match(/\p{Nd}/gu)?.length ?? 0;
}

/** Whether a text has digits enough to be dialled. What has fewer is no telephone number, whatever stands around them. */
export function holdsTelephone(text: string): boolean {
  return digitsIn(text) >= fewestDigits;
}

/** What the API's `phones` shows: E.164, or as written where it could not be parsed. */
export function telephoneText(telephone: Telephone): string {
  return telephone.e164 ?? telephone.asWritten;
}
