import fc from 'fast-check';
import { contactFunctions, officialLanguages } from '../../platform/vocabulary/terms.ts';
import type { Hours } from '../../subgraphs/directory/contacts/availability.ts';
import type { ContactContent } from '../../subgraphs/directory/contacts/claims.ts';
import { telephoneOf } from '../../subgraphs/directory/contacts/direct-values.ts';
import { besideOf, textFields } from '../../subgraphs/directory/contacts/texts.ts';
import type { ContactRow } from '../../subgraphs/directory/storage/contact-row.ts';

export const content: ContactContent = {
  function: 'TECHNICAL',
  level: null,
  kind: 'PERSON',
  name: 'Anna Näide',
  title: 'Adviser; cyber, policy',
  entity: 'Ministry of Examples, Unit 7',
  webPage: 'https://cert.example/contact?a=1,2;b#c',
  emails: ['anna@mfa.example', 'desk@cert.example'],
  phones: [telephoneOf('+44 1632 960001 ext. 5', 'EE'), telephoneOf('+44 1632 960002 (24/7)', 'EE')],
  languages: ['et', 'en', 'pt-BR'],
};

/** A contact of Estonia as it is stored. */
export function storedContact(
  given: Partial<ContactContent> = {},
  id = '0b6f0a1e-6b7b-4c1e-9f43-0f6f7a1c2d3e',
): ContactRow {
  return {
    id,
    iso3: 'EST',
    content: { ...content, ...given },
    provenance: [],
    direct: {},
    kept_from: [],
    former_ids: [],
    merged_into: null,
    revision: 3,
    created_at: '2026-11-20T12:00:00.000Z',
    updated_at: '2026-11-21T12:00:00.120Z',
    removed_at: null,
  };
}

/** Texts of any script, with everything that some format has a meaning for. */
const awkward = fc.constantFrom(
  ...[
    ',',
    ';',
    ':',
    '"',
    "'",
    '\\',
    '\\n',
    '^',
    '|',
    '=',
    '+',
    '-',
    '@',
    '=1+1',
    '\t',
    "'=",
    ';=2',
    ',@SUM',
    '%0A',
  ],
  ...[
    'ä',
    'ß',
    'Ω',
    '中文',
    'العربية',
    '👩‍💻',
    'e\u0301',
    '＝',
    '\u00a0',
    '__proto__',
    'BEGIN:VCARD',
    '{}',
    '24/7',
  ],
);
const line = fc
  .array(fc.oneof({ weight: 3, arbitrary: awkward }, fc.string({ maxLength: 8, unit: 'grapheme' })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) =>
    parts
      .join('')
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu, ' ')
      .trim(),
  )
  .filter((text) => text !== '');

const word = fc.stringMatching(/^[a-z][a-z0-9+-]{0,12}$/);
const email = fc
  .tuple(word, word)
  .map(([local, domain]) => `${local}@x${domain.replaceAll('+', '')}x.example`);
const telephone = fc
  .tuple(
    fc.integer({ min: 0, max: 999 }),
    fc.option(fc.integer({ min: 1, max: 9999 })),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([number, extension, aroundTheClock, spaced]) => {
    const digits = String(number).padStart(3, '0');
    const text = spaced ? `+44 1632 960${digits}` : `+441632960${digits}`;
    return telephoneOf(
      `${text}${extension === null ? '' : ` ext. ${extension}`}${aroundTheClock ? ' (24/7)' : ''}`,
      'EE',
    );
  });
const language = fc.constantFrom('en', 'et', 'fr', 'pt-BR', 'zh-Hant', 'ru');

/** Contacts as a state may write them. */
export const contents: fc.Arbitrary<ContactContent> = fc
  .record({
    function: fc.constantFrom(...contactFunctions),
    level: fc.option(fc.constantFrom('PRIMARY', 'WORKING_LEVEL')),
    kind: fc.constantFrom('PERSON' as const, 'OFFICE' as const),
    name: fc.option(line),
    title: fc.option(line),
    entity: fc.option(line),
    webPage: fc.option(word.map((path) => `https://cert.example/${path}?q=1,2;3`)),
    emails: fc.uniqueArray(email, { maxLength: 3 }),
    phones: fc.uniqueArray(telephone, {
      maxLength: 3,
      selector: ({ e164, extension }) => `${e164} ${extension}`,
    }),
    languages: fc.uniqueArray(language, { maxLength: 4 }),
    texts: fc.uniqueArray(
      fc.record({
        field: fc.constantFrom(...textFields),
        language: fc.constantFrom(...officialLanguages),
        text: line,
        marked: fc.boolean(),
      }),
      { maxLength: 6, selector: ({ field, language: tag }) => `${field} ${tag}` },
    ),
    availability: fc.option(
      fc.record({
        timeZone: fc.constantFrom('Europe/Tallinn', 'UTC', 'America/Argentina/Buenos_Aires'),
        aroundTheClock: fc.constant<boolean>(false),
        hours: fc.constant<Hours[]>([
          { day: 'MONDAY', from: 540, to: 1020 },
          { day: 'FRIDAY', from: 1320, to: 1440 },
        ]),
      }),
    ),
  })
  .map(({ texts, ...given }) => {
    const said = texts.flatMap(({ marked, ...text }) => {
      const original = given[text.field];
      if (original === null) return [];
      return [{ ...text, unofficial: marked && text.language === 'EN', beside: besideOf(original) }];
    });
    return { ...given, texts: said };
  });
