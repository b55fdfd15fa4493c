import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
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
 * A number of a possible length is taken; whether it is assigned cannot be known.
 */
export function parseTelephone(written: string, iso2: string | null, aroundTheClock = false): Telephone {
  const asWritten = written.trim().replace(/\s+/g, ' ');
  const country: CountryCode | undefined = iso2 && isSupportedCountry(iso2) ? iso2 : undefined;
  const international = asWritten.replace(/^00(?=[1-9])/, '+');
  const parsed = parsePhoneNumberFromString(
    international,
    country ? { defaultCountry: country, extract: false } : { extract: false },
  );
  const usable = parsed?.isPossible() ? parsed : undefined;
  return {
    e164: usable ? usable.number : null,
    extension: usable?.ext ?? null,
    asWritten,
    aroundTheClock,
  };
}

/** What the API's `phones` shows: E.164, or as written where it could not be parsed. */
export function telephoneText(telephone: Telephone): string {
  return telephone.e164 ?? telephone.asWritten;
}
