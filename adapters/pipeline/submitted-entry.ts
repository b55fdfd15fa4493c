import { z } from 'zod';
import { parseEmails } from '../../platform/contact-details/emails.ts';
import { parseLanguages } from '../../platform/contact-details/languages.ts';
import { holdsTelephone, parseTelephone, type Telephone } from '../../platform/contact-details/telephone.ts';
import { recogniseParticipant } from '../../platform/states/recognise.ts';
import { memberState } from '../../platform/states/states.ts';
import { ContactFunction } from '../../platform/vocabulary/terms.ts';
import type { DirectoryRules, EntryContent, Meaning } from '../contract.ts';
import { submittedKey } from './channel.ts';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

/** An entry as an organisation submits it. */
export const SubmittedEntry = z.object({
  key: z.string(),
  participant: z.string(),
  removed: z.boolean().nullish(),
  function: ContactFunction.nullish(),
  level: text,
  name: text,
  title: text,
  entity: text,
  webPage: text,
  emails: texts,
  phones: texts,
  aroundTheClockPhones: texts,
  languages: texts,
  reference: text,
});
export type SubmittedEntry = z.infer<typeof SubmittedEntry>;

const longestText = 4000;
const usableKey = /^[\p{L}\p{N}][\p{L}\p{N}._:/-]{0,99}$/u;

/** What a submitted entry means under a directory's rules. Pure; never throws for bad data: it sets aside. */
export function normaliseSubmitted(rules: DirectoryRules, submitted: SubmittedEntry): Meaning {
  const key = tidy(submitted.key);
  if (key === null || !usableKey.test(key))
    return setAside('Its key must be 1 to 100 letters, digits or ._:/- and begin with a letter or digit.');
  const sourceKey = submittedKey(key);
  if (submitted.removed) return { kind: 'removal', sourceKey };

  const recognised = recogniseParticipant(submitted.participant);
  const level = tidy(submitted.level)?.toUpperCase() ?? null;
  const contactFunction = submitted.function ?? null;
  const problem =
    overlong(submitted) ??
    (recognised.kind === 'unknown'
      ? `Its participant is “${shown(submitted.participant)}”, which is no name or ISO 3166-1 alpha-3 code of a participant that is known. Check how it is written.`
      : null) ??
    (level !== null && !rules.levels.includes(level)
      ? `Its level is “${shown(level)}”. Use one of: ${rules.levels.join(', ')}.`
      : null) ??
    whatItIsFor(rules, contactFunction, level);
  if (problem !== null) return setAside(problem, sourceKey);

  const iso3 = recognised.kind === 'state' ? recognised.iso3 : null;
  const problems: string[] = [];
  const name = tidy(submitted.name);
  const reference = tidy(submitted.reference);
  const entry: EntryContent = {
    participant: tidy(submitted.participant) ?? '',
    iso3,
    function: contactFunction,
    level,
    kind: name === null ? 'OFFICE' : 'PERSON',
    name,
    title: tidy(submitted.title),
    entity: tidy(submitted.entity),
    webPage: webPageOf(submitted, problems),
    emails: emailsOf(submitted, problems),
    phones: phonesOf(submitted, iso3, problems),
    languages: languagesOf(submitted, problems),
    withheld: [],
    details: reference === null ? {} : { reference },
  };
  return { kind: 'entry', sourceKey, entry, problems };
}

const setAside = (reason: string, sourceKey?: string): Meaning => ({
  kind: 'set-aside',
  reason,
  ...(sourceKey === undefined ? {} : { sourceKey }),
});

const shown = (written: string) => written.slice(0, 60);

/** One line of Unicode normal form C; null where nothing is left. */
function tidy(written: string | null | undefined): string | null {
  const line = (written ?? '')
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line === '' ? null : line;
}

function overlong(submitted: SubmittedEntry): string | null {
  const found = Object.entries(submitted).find(([, value]) =>
    [value].flat().some((one) => typeof one === 'string' && one.length > longestText),
  );
  return found ? `Its ${found[0]} is longer than ${longestText} characters.` : null;
}

function whatItIsFor(
  { namesFunctions }: DirectoryRules,
  contactFunction: ContactFunction | null,
  level: string | null,
): string | null {
  if (contactFunction !== null || (!namesFunctions && level !== null)) return null;
  return namesFunctions
    ? 'It has no function. Say what it is for.'
    : 'It has neither a function nor a level. Give one.';
}

function webPageOf({ webPage }: SubmittedEntry, problems: string[]): string | null {
  const written = tidy(webPage);
  if (written === null) return null;
  const url = URL.canParse(written) ? new URL(written) : null;
  const isPage = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (isPage) return written;
  problems.push(`webPage is “${shown(written)}”, which is no https: or http: URL; the rest is used.`);
  return null;
}

function emailsOf(submitted: SubmittedEntry, problems: string[]): string[] {
  const { emails, rejected } = parseEmails((submitted.emails ?? []).join('\n'));
  for (const other of rejected)
    problems.push(`emails has “${shown(other)}”, which is not an e-mail address; the rest is used.`);
  return emails;
}

function phonesOf(submitted: SubmittedEntry, iso3: string | null, problems: string[]): Telephone[] {
  const iso2 = iso3 === null ? null : (memberState(iso3)?.iso2 ?? null);
  const found = new Map<string, Telephone>();
  for (const field of ['phones', 'aroundTheClockPhones'] as const) {
    for (const written of submitted[field] ?? []) {
      if (!holdsTelephone(written)) {
        problems.push(`${field} has “${shown(written)}”, which is not a telephone number; the rest is used.`);
        continue;
      }
      const phone = parseTelephone(written, iso2, field === 'aroundTheClockPhones');
      const key = JSON.stringify([phone.e164 ?? phone.asWritten, phone.extension]);
      const known = found.get(key);
      found.set(
        key,
        known ? { ...known, aroundTheClock: known.aroundTheClock || phone.aroundTheClock } : phone,
      );
    }
  }
  return [...found.values()];
}

function languagesOf(submitted: SubmittedEntry, problems: string[]): string[] {
  const { languages, unknown } = parseLanguages((submitted.languages ?? []).join(', '));
  for (const word of unknown)
    problems.push(`languages has “${shown(word)}”, which is no language that is known; the rest is used.`);
  return languages;
}
