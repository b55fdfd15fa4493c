import { parseTelephone, type Telephone } from '../../platform/contact-details/telephone.ts';

/** Numbers stand apart by `;`, a line break, ` / `, ` y ` or ` o `; a comma belongs to an extension as often as not. */
const between = /\s*(?:;|\r?\n|\s\/\s|\s[yo]\s)\s*/i;
const label = /^(?:tel[eé]?f?(?:ono)?s?|tel|t|cel(?:ular)?|m[oó]vil|phone|telephone)\s*[.:]+\s*/i;

/** Each number once; what holds no number at all is a problem and not a telephone. */
export function telephonesOf(written: string | null, iso2: string | null, problems: string[]): Telephone[] {
  const telephones = new Map<string, Telephone>();
  for (const part of (written ?? '').split(between)) {
    const number = part.replace(label, '').trim();
    if (number === '') continue;
    if ((number.match(/\d/g) ?? []).length < 3) {
      problems.push(`telephone holds “${number}”, which is no number; the rest is used.`);
      continue;
    }
    const telephone = parseTelephone(number, iso2);
    const key = JSON.stringify([telephone.e164 ?? telephone.asWritten, telephone.extension]);
    if (!telephones.has(key)) telephones.set(key, telephone);
  }
  return [...telephones.values()];
}
