import {
  digitsIn,
  holdsTelephone,
  parseTelephone,
  type Telephone,
} from '../../platform/contact-details/telephone.ts';

const extension = String.raw`(?:ext(?:ensi[oó]n|n)?|anexo|int(?:erno)?|ramal|poste|x)\b`;
const label = String.raw`(?:tel[eé]?f?(?:ono|one)?s?|t|cel(?:ular)?|m[oó]vil|m[oó]bile|phone|oficina|office)\s*[.:]+\s*`;
const number = String.raw`(?:${label})?[+(]?\s*\d`;

/** A comma, semicolon or slash before an extension belongs to it. */
const beforeExtension = new RegExp(String.raw`\s*[;,/]\s*(?=${extension}[\s.:=]*\d)`, 'giu');
/** What stands between numbers. A comma, a word and a space count only before a number; the slash of `24/7` never. */
const between = new RegExp(
  [
    String.raw`[;|\r\n]`,
    String.raw`(?<!\b24\s?)\/`,
    String.raw`\/(?!\s?7\b)`,
    String.raw`,(?=\s*${number})`,
    String.raw`\s(?:y\s?\/\s?o|y|o|e|ou|et|and|or)(?=\s+${number})`,
    String.raw`(?<=[\d)])\s+(?=\(?\+\d)`,
  ].join('|'),
  'iu',
);
const leadingLabel = new RegExp(`^${label}`, 'iu');
const trailingWords = /\s*\([^()\d]*\)$/;
const aroundTheClock = /[([]?\b24\s?[/x]\s?7\b[)\]]?/i;

/** The shortest national numbers of the Americas have six digits; fewer behind a number are a part of it. */
const fewestBehindAnother = 6;

/**
 * Each number of a text once. What holds no number, and what may be another number's last digits or second extension
 * (`2555 0100 / 01`), is a problem and not a telephone: a number is never made up.
 */
export function telephonesOf(written: string | null, iso2: string | null, problems: string[]): Telephone[] {
  const text = written ?? '';
  if (text.trim() !== '' && digitsIn(text) === 0) {
    problems.push(`telephone is “${text}”, which is no number; the rest is used.`);
    return [];
  }
  const telephones = new Map<string, Telephone>();
  let before: string | null = null;
  for (const piece of text
    .replace(/\by\s?\/\s?o\b/gi, 'o')
    .replace(beforeExtension, ' ')
    .split(between)) {
    const part = piece.trim().replace(/\s+/g, ' ');
    if (part === '') continue;
    const plain = part.replace(aroundTheClock, '').trim();
    if (before !== null && digitsIn(plain) > 0 && digitsIn(plain) < fewestBehindAnother) {
      problems.push(
        `telephone holds “${part}” behind “${before}”, which may be its last digits or another extension; the rest is used.`,
      );
      continue;
    }
    if (!holdsTelephone(plain)) {
      problems.push(`telephone holds “${part}”, which is no number; the rest is used.`);
      continue;
    }
    before = part;
    const parsed = parseTelephone(dialled(plain), iso2, plain !== part);
    const telephone = { ...parsed, asWritten: part };
    const key = JSON.stringify([telephone.e164 ?? telephone.asWritten, telephone.extension]);
    const same = telephones.get(key);
    telephones.set(
      key,
      same ? { ...same, aroundTheClock: same.aroundTheClock || plain !== part } : telephone,
    );
  }
  return [...telephones.values()];
}

/** Without the words around it, and with one word for an extension. */
function dialled(part: string): string {
  return part
    .replace(leadingLabel, '')
    .replace(trailingWords, '')
    .replace(new RegExp(String.raw`(?<=\d\)?)\s*${extension}[\s.:=]*(\d{1,7})$`, 'iu'), ' ext. $1');
}
