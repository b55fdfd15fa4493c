import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Movement } from './movement.ts';

// Everybody here is invented. Domains end in `.example`. Telephone numbers of the North American plan are of the range
// kept for fiction (555-01xx); elsewhere the subscriber's part begins with zeros, which no numbering plan assigns.

const Person = z.tuple([z.string(), z.string()]).describe('name, position');
const Told = Movement.omit({ id: true });
type Told = z.infer<typeof Told>;

const Table = z.object({
  participants: z.array(
    z.tuple([
      z.string().describe('ISO 3166-1 alpha-3'),
      z.string().describe('country as the organisation writes it'),
      z.string().describe('part of the domain names'),
      z.string().describe('telephone, # for the digits that differ'),
      z.string().describe('languages'),
      z.string().describe('ministry'),
      z.string().describe('body for cyber policy'),
      Person.describe('FOREIGN_AFFAIRS'),
      Person.nullable().describe('CYBER_POLICY'),
    ]),
  ),
  exceptions: z.record(z.string(), Told.partial()),
  /** Old rows whose UTF-8 was taken for Windows-1252 and encoded again. */
  doublyEncoded: z.array(z.string()),
  withoutTelephoneAndLanguages: z.array(z.string()),
  before: z.array(Told),
  after: z.array(Told),
});
type Participant = z.infer<typeof Table>['participants'][number];

/** All movements as they are before anybody adds one: the same at every call. */
export function builtInMovements(): Movement[] {
  const table = Table.parse(
    JSON.parse(readFileSync(new URL('./participants.json', import.meta.url), 'utf8')),
  );
  const nominations = table.participants.flatMap(nominationsOf).map((told, index): Told => {
    const dated = { ...told, ...noted(index), ...table.exceptions[told.point_id] };
    if (table.doublyEncoded.includes(told.point_id)) return doublyEncoded(dated);
    if (!table.withoutTelephoneAndLanguages.includes(told.point_id)) return dated;
    const { telephone: _telephone, languages: _languages, ...rest } = dated;
    return rest;
  });
  return [...table.before, ...nominations, ...table.after].map((told, index) => ({
    id: 1001 + index,
    ...told,
  }));
}

function nominationsOf([
  iso3,
  country,
  domain,
  phone,
  languages,
  ministry,
  body,
  diplomat,
  adviser,
]: Participant): Told[] {
  const people = [
    { person: diplomat, category: 'FOREIGN_AFFAIRS', institution: ministry, host: `mre.${domain}.example` },
    { person: adviser, category: 'CYBER_POLICY', institution: body, host: `ciber.${domain}.example` },
  ];
  return people.flatMap(({ person, category, institution, host }, index) => {
    if (!person) return [];
    const suffix = index === 0 ? '201' : '211';
    return {
      point_id: `OAS-${iso3}-000${index + 1}`,
      action: 'NOMINATION' as const,
      country,
      full_name: person[0],
      official_position: person[1],
      affiliated_institution: institution,
      email: `${mailbox(person[0])}@${host}`,
      telephone: phone.replace(/#+$/, (run) => suffix.slice(-run.length)),
      languages,
      category,
      note_verbale_ref: '',
      note_date: '',
    };
  });
}

/** A note for each nomination, one every five days from March 2024. */
function noted(index: number): Pick<Told, 'note_verbale_ref' | 'note_date'> {
  const [year, month, day] = new Date(Date.UTC(2024, 2, 4) + index * 5 * 86_400_000)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return { note_verbale_ref: `NV 6/${year}-${100 + index}`, note_date: `${day}/${month}/${year}` };
}

function mailbox(name: string): string {
  const [first = '', second = ''] = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z -]/g, '')
    .split(' ');
  return `${first}.${second}`;
}

function doublyEncoded(told: Told): Told {
  const again = new TextDecoder('windows-1252');
  const entries = Object.entries(told).map(([name, value]) => [
    name,
    typeof value === 'string' ? again.decode(new TextEncoder().encode(value)) : value,
  ]);
  return Told.parse(Object.fromEntries(entries));
}
