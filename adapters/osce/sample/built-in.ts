import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SampleEntry } from '../../contract.ts';

// Everybody here is invented. Domains end in `.example`. Telephone numbers are of ranges kept for fiction (Canada and the
// United States 555-01xx, and the regulators' drama numbers of France, Germany, Ireland, Sweden and the United Kingdom);
// elsewhere the subscriber's part begins with zeros, which no numbering plan assigns.

const Person = z
  .tuple([z.string(), z.string(), z.string().optional()])
  .describe('name, title, mailbox where the name is not in Latin letters')
  .nullable()
  .describe('null: an office without a named person');

const Table = z.object({
  participants: z.array(
    z.tuple([
      z.string().describe('ISO 3166-1 alpha-3'),
      z.string().describe('name'),
      z.string().describe('part of the domain names'),
      z.string().describe('language of the names that follow'),
      z.string().describe('ministry'),
      z.string().describe('response team'),
      z.string().describe('telephone, # for the digits that differ'),
      z.string().describe('languages'),
      z.array(Person).describe('policy: primary, alternate'),
      z.array(Person).optional().describe('technical: primary, alternate'),
    ]),
  ),
  exceptions: z.record(z.string(), z.record(z.string(), z.string())),
  deliberatelyBad: z.record(z.string(), z.record(z.string(), z.string())),
});

type Participant = z.infer<typeof Table>['participants'][number];
type Person = z.infer<typeof Person>;

const teams = ['National CSIRT', 'National Cyber Security Centre', 'Computer Emergency Response Team'];
const policyUnits = [
  'Cyber Diplomacy Unit',
  'Security Policy Department',
  '',
  'International Organisations Division',
];
const russian = { POLICY: 'Министерство иностранных дел', TECHNICAL: 'Национальный центр реагирования' };
/** The digits in which the numbers of one participant differ. */
const digits = { POLICY: ['101', '121'], TECHNICAL: ['111', '131'], aroundTheClock: '119' };

/** The feed as it is before anybody changes it: the same at every call. */
export function builtInEntries(): SampleEntry[] {
  const table = Table.parse(
    JSON.parse(readFileSync(new URL('./participants.json', import.meta.url), 'utf8')),
  );
  const entries: SampleEntry[] = [];
  for (const participant of table.participants) {
    const [, , , , , , , , policy, technical = []] = participant;
    for (const [level, people] of [
      ['POLICY', policy],
      ['TECHNICAL', technical],
    ] as const) {
      people.forEach((person, index) => {
        const entry = made(participant, level, person, index, entries.length);
        entries.push({ key: entry.key, fields: { ...entry.fields, ...table.exceptions[entry.key] } });
      });
    }
  }
  for (const [key, given] of Object.entries(table.deliberatelyBad)) entries.push({ key, fields: given });
  return entries;
}

function made(
  [iso3, state, domain, language, ministry, team, phone, languages]: Participant,
  level: 'POLICY' | 'TECHNICAL',
  person: Person,
  index: number,
  count: number,
): SampleEntry {
  const technical = level === 'TECHNICAL';
  const key = `${iso3}-${technical ? 'TEC' : 'POL'}-${index + 1}`;
  const host = `${technical ? 'csirt' : 'mfa'}.${domain}.example`;
  const english = technical ? teams[count % teams.length] : 'Ministry of Foreign Affairs';
  const institution = language === 'en' ? [] : [`en: ${english}`];
  institution.push(`${language}: ${technical ? team : ministry}`);
  if (language !== 'ru' && languages.split(' ').includes('ru')) institution.push(`ru: ${russian[level]}`);
  const number = (suffix = '') => phone.replace(/#+$/, (run) => suffix.slice(-run.length));
  const changed = addDays('2025-09-01', (count * 53) % 390);
  const dated = count % 6 !== 5;
  return {
    key,
    fields: {
      participatingState: state,
      level,
      rank: index === 0 ? 'primary' : 'alternate',
      institution: institution.join('\n'),
      unit: technical
        ? count % 4 === 1
          ? 'Incident Response'
          : ''
        : (policyUnits[count % policyUnits.length] ?? ''),
      name: person?.[0] ?? '',
      title: person?.[1] ?? '',
      functionalEmail: technical ? `incidents@${host}` : count % 2 === 0 ? `cyber@${host}` : '',
      email: person ? `${person[2] ?? mailbox(person[0])}@${host}` : '',
      phone: number(digits[level][index]),
      phone24x7: technical && index === 0 && count % 5 !== 4 ? number(digits.aroundTheClock) : '',
      languages,
      pgpFingerprint: technical && count % 3 === 0 ? fingerprint(key) : '',
      website: technical || count % 3 === 1 ? `https://${host}` : '',
      lastConfirmed: written(
        count % 9 === 4 ? addDays('2025-02-01', count) : addDays('2026-01-05', (count * 37) % 280),
      ),
      changedOn: dated ? written(changed) : '',
      notifiedOn: dated ? written(addDays(changed, count % 7 === 3 ? 41 : (count * 5) % 28)) : '',
      source: count % 10 === 9 ? '' : `Note ${100 + count}/${changed.slice(0, 4)}`,
    },
  };
}

const letters: Readonly<Record<string, string>> = {
  æ: 'ae',
  ø: 'o',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ł: 'l',
  đ: 'd',
  ß: 'ss',
  ə: 'e',
  ħ: 'h',
};

function mailbox(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z .-]/g, (letter) => letters[letter] ?? '')
    .split(' ')
    .filter((word) => !word.endsWith('.'))
    .join('.');
}

function fingerprint(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex').slice(0, 40).toUpperCase();
  return hex.replace(/.{4}(?=.)/g, '$& ');
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function written(day: string): string {
  return day.split('-').reverse().join('.');
}
