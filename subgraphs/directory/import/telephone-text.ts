import { telephoneRecord } from '../export/contact-record.ts';

/** A telephone number as a file gives it. */
interface GivenTelephone {
  /** A number, or a `tel:` URI (RFC 3966). */
  readonly number: string;
  readonly asWritten: string | null;
  readonly aroundTheClock: boolean;
}

/** Of a number; what is longer is for the field itself to refuse. */
const longest = 300;

/** The number as a state would write it: as it was written once, where that means the same. */
export function telephoneTextOf({ number, asWritten, aroundTheClock }: GivenTelephone, iso3: string): string {
  if (number.length > longest) return number;
  const { e164, extension, text } = numberOf(number.trim());
  return telephoneRecord({ e164, extension, asWritten: asWritten ?? text, aroundTheClock }, iso3).text;
}

function numberOf(number: string): { e164: string | null; extension: string | null; text: string } {
  if (!/^tel:/i.test(number)) return { e164: null, extension: null, text: number };
  const [subscriber = '', ...parameters] = number.slice('tel:'.length).split(';').map(decoded);
  // A local number of elsewhere would be another one here: whole, it says of where it is.
  const isLocal = !subscriber.startsWith('+') && parameters.some((text) => /^phone-context=/i.test(text));
  if (isLocal) return { e164: null, extension: null, text: number };
  const extension = parameters.map((text) => /^ext=(.*)$/i.exec(text)?.[1]).find(Boolean) ?? null;
  const digits = subscriber.replace(/[-.()\s]/g, '');
  return {
    e164: /^\+\d{3,20}$/.test(digits) ? digits : null,
    extension,
    text: extension === null ? subscriber : `${subscriber} ext. ${extension}`,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
