import { describe, expect, it } from 'vitest';
import { normaliseOsce } from './normalise.ts';
import { elementNames, type OsceElement, OsceRecord } from './record.ts';

type Given = Partial<Record<(typeof elementNames)[number], readonly (string | [string, string] | null)[]>>;

/** Text, text and its language, or null for a withheld element. */
function element(given: string | [string, string] | null): OsceElement {
  if (given === null) return { value: null, lang: null, withheld: true };
  const [value, lang] = typeof given === 'string' ? [given, null] : given;
  return { value, lang, withheld: false };
}

const record = (given: Given = {}, more: Partial<OsceRecord> = {}) =>
  OsceRecord.parse({
    id: 'EST-POL-1',
    level: 'POLICY',
    rank: 'primary',
    participatingState: 'Estonia',
    elements: Object.fromEntries(elementNames.map((name) => [name, (given[name] ?? []).map(element)])),
    ...more,
  });
const entry = (given: Given = {}, more: Partial<OsceRecord> = {}) => {
  const meaning = normaliseOsce(record({ institution: ['Ministry'], ...given }, more));
  if (meaning.kind !== 'entry') throw new Error('no entry');
  return { ...meaning.entry, problems: meaning.problems };
};

describe('a contact point', () => {
  it('is read in full', () => {
    const meaning = normaliseOsce(
      record({
        institution: [
          ['Министерство иностранных дел', 'ru'],
          ['Ministry of Foreign Affairs', 'en'],
        ],
        unit: ['Cyber Diplomacy Unit'],
        name: ['Õie Näidis'],
        title: ['Adviser'],
        functionalEmail: ['cyber@mfa.example'],
        email: ['oie.naidis@mfa.example'],
        phone: ['+372 600 0001'],
        phone24x7: ['+372 600 0009'],
        languages: ['en et ru'],
        pgpFingerprint: ['abcd 0123 '.repeat(5)],
        website: ['https://mfa.example/cyber'],
        lastConfirmed: ['01.02.2025'],
        changedOn: ['20.09.2025'],
        notifiedOn: ['05.11.2025'],
        source: ['Note 114/2025'],
      }),
    );
    expect(meaning).toEqual({
      kind: 'entry',
      sourceKey: 'EST-POL-1',
      problems: [],
      entry: {
        participant: 'Estonia',
        iso3: 'EST',
        function: 'DIPLOMATIC',
        level: 'PRIMARY',
        kind: 'PERSON',
        name: 'Õie Näidis',
        title: 'Adviser',
        entity: 'Ministry of Foreign Affairs',
        webPage: 'https://mfa.example/cyber',
        emails: ['cyber@mfa.example', 'oie.naidis@mfa.example'],
        phones: [
          { e164: '+3726000001', extension: null, asWritten: '+372 600 0001', aroundTheClock: false },
          { e164: '+3726000009', extension: null, asWritten: '+372 600 0009', aroundTheClock: true },
        ],
        languages: ['en', 'et', 'ru'],
        withheld: [],
        details: {
          unit: 'Cyber Diplomacy Unit',
          entityNames: { ru: 'Министерство иностранных дел', en: 'Ministry of Foreign Affairs' },
          reference: 'Note 114/2025',
          pgpFingerprint: 'ABCD0123'.repeat(5),
          lastConfirmedOn: '2025-02-01',
          changedOn: '2025-09-20',
          notifiedOn: '2025-11-05',
        },
      },
    });
  });

  it('has its function from the level and its level from the rank', () => {
    expect(entry({}, { level: 'TECHNICAL', rank: 'alternate' })).toMatchObject({
      function: 'TECHNICAL',
      level: 'ALTERNATE',
    });
  });

  it('without a name is an office, and with a withheld one a person', () => {
    expect(entry({ functionalEmail: ['a@mfa.example'] })).toMatchObject({ kind: 'OFFICE', name: null });
    expect(entry({ name: [null] })).toMatchObject({ kind: 'PERSON', name: null, withheld: ['name'] });
  });

  it.each([
    ['Türkiye', 'TUR'],
    ['Turkey', 'TUR'],
    ['Czechia', 'CZE'],
    ['Czech Republic', 'CZE'],
    ['Republic of Moldova', 'MDA'],
    ['Bosnia-Herzegovina', 'BIH'],
    ['Holy See', null],
  ])('of %s is of %s', (participatingState, iso3) => {
    expect(entry({}, { participatingState })).toMatchObject({
      participant: participatingState,
      iso3,
      problems: [],
    });
  });

  it('of a state that nobody knows is set aside, and says what was written', () => {
    const meaning = normaliseOsce(record({ institution: ['M'] }, { participatingState: 'Lichtenstien' }));
    expect(meaning).toMatchObject({ kind: 'set-aside', sourceKey: 'EST-POL-1' });
    expect(meaning.kind === 'set-aside' && meaning.reason).toContain('Lichtenstien');
  });
});

describe('an institution', () => {
  it('is named in English where it can be, or else as it stands first', () => {
    expect(
      entry({
        institution: [
          ['Välisministeerium', 'et'],
          ['Ministry', 'en-GB'],
        ],
      }).entity,
    ).toBe('Ministry');
    expect(
      entry({
        institution: [
          ['Välisministeerium', 'et'],
          ['Министерство', 'ru'],
        ],
      }),
    ).toMatchObject({
      entity: 'Välisministeerium',
      details: { entityNames: { et: 'Välisministeerium', ru: 'Министерство' } },
    });
  });

  it('without a language is just its name, and beside others it is kept', () => {
    expect(entry({ institution: ['Ministry'] })).toMatchObject({ entity: 'Ministry', details: {} });
    expect(entry({ institution: ['Ministeerium', ['Ministry', 'en']] }).details.entityNames).toEqual({
      und: 'Ministeerium',
      en: 'Ministry',
    });
  });

  it('given twice in one language loses none in silence', () => {
    const { entity, problems } = entry({
      institution: [
        ['Ministry', 'en'],
        ['Agency', 'en'],
        ['Ministry', 'en'],
      ],
    });
    expect(entity).toBe('Ministry');
    expect(problems).toEqual([expect.stringContaining('“Agency”')]);
  });
});

describe('e-mail addresses', () => {
  it('come with the functional mailbox first, each once whatever its case', () => {
    const given = { email: ['a@mfa.example', 'Cyber@MFA.example'], functionalEmail: ['cyber@mfa.example'] };
    expect(entry(given).emails).toEqual(['cyber@mfa.example', 'a@mfa.example']);
  });

  it('that are none are a problem, and the good ones are used', () => {
    const { emails, problems } = entry({ email: ['a(at)mfa.example', 'b@mfa.example'] });
    expect(emails).toEqual(['b@mfa.example']);
    expect(problems).toEqual([
      'email has “a(at)mfa.example”, which is not an e-mail address; the rest is used.',
    ]);
  });
});

describe('telephone numbers', () => {
  it('are read with the numbering plan of the state', () => {
    expect(entry({ phone: ['600 0001', '+49 30 23125 000'] }).phones.map(({ e164 }) => e164)).toEqual([
      '+3726000001',
      '+493023125000',
    ]);
  });

  it('stand once, around the clock where one of them is', () => {
    expect(entry({ phone: ['+372 600 0001'], phone24x7: ['00372 6000001'] }).phones).toEqual([
      { e164: '+3726000001', extension: null, asWritten: '+372 600 0001', aroundTheClock: true },
    ]);
  });

  it('with different extensions are different numbers', () => {
    const { phones } = entry({ phone: ['+372 600 0001 ext. 12', '+372 600 0001 ext. 13'] });
    expect(phones.map(({ extension }) => extension)).toEqual(['12', '13']);
  });

  it('that cannot be read are kept as written', () => {
    expect(entry({ phone: ['internal line 4711-1'] })).toMatchObject({
      phones: [{ e164: null, asWritten: 'internal line 4711-1' }],
      problems: [],
    });
  });

  it('without a number are a problem', () => {
    const { phones, problems } = entry({ phone: ['see the website', '+372 600 0001'] });
    expect(phones).toHaveLength(1);
    expect(problems).toEqual([expect.stringContaining('phone is “see the website”')]);
  });
});

describe('a value that cannot be used is a problem, and the rest stays:', () => {
  it.each([
    ['an unknown language', { languages: ['en xq-zz klingonese'] }, 'languages', 'klingonese'],
    ['a day that does not exist', { lastConfirmed: ['31.02.2025'] }, 'lastConfirmed', '31.02.2025'],
    ['a date with the year first', { changedOn: ['2025.09.20'] }, 'changedOn', '2025.09.20'],
    ['a date in words', { notifiedOn: ['last week'] }, 'notifiedOn', 'last week'],
    ['a fingerprint of another length', { pgpFingerprint: ['ABCD 0123'] }, 'pgpFingerprint', 'ABCD 0123'],
    ['a fingerprint with other letters', { pgpFingerprint: ['G'.repeat(40)] }, 'pgpFingerprint', 'GGGG'],
    ['a script for a page', { website: ['javascript:alert(1)'] }, 'website', 'javascript:alert(1)'],
    ['a page with a password', { website: ['https://u:p@mfa.example'] }, 'website', 'u:p@'],
    ['words for a page', { website: ['in preparation'] }, 'website', 'in preparation'],
    ['a second name', { name: ['Õie Näidis', 'Jaan Näidis'] }, 'name', 'Jaan Näidis'],
  ])('%s', (_name, given: Given, where, what) => {
    const { problems, entity } = entry(given);
    expect(entity).toBe('Ministry');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(where);
    expect(problems[0]).toContain(what);
  });

  it('and it stands in no field', () => {
    const bad = entry({
      website: ['javascript:alert(1)'],
      lastConfirmed: ['31.02.2025'],
      pgpFingerprint: ['1'],
    });
    expect(bad).toMatchObject({ webPage: null, details: {} });
    expect(Object.keys(bad.details)).toEqual([]);
  });
});

describe('a web page', () => {
  it.each([
    ['https://mfa.example/a?b=c', 'https://mfa.example/a?b=c'],
    ['http://mfa.example', 'http://mfa.example'],
    ['mfa.example', 'https://mfa.example'],
    ['www.mfa.example:8443/cyber', 'https://www.mfa.example:8443/cyber'],
    ['//mfa.example', 'https://mfa.example'],
    ['мид.example/связь', 'https://мид.example/связь'],
  ])('written %s is %s', (written, page) => {
    expect(entry({ website: [written] })).toMatchObject({ webPage: page, problems: [] });
  });
});

describe('a withheld element', () => {
  it('names the field that it is a part of', () => {
    expect(
      entry({ email: ['a@mfa.example', null], phone24x7: [null], website: [null], unit: [null] }),
    ).toMatchObject({
      emails: ['a@mfa.example'],
      phones: [],
      webPage: null,
      withheld: ['webPage', 'emails', 'phones'],
      problems: [],
    });
  });
});
