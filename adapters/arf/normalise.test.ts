import { describe, expect, it } from 'vitest';
import { carryOver, normalise } from './normalise.ts';
import { type ArfCell, ArfRecord } from './record.ts';

const cell = (text: string | null, at = 'Tel, column F'): ArfCell => ({ text, at, error: null });
const broken = (at: string): ArfCell => ({ text: null, at, error: 'shows the error #N/A' });

function record(fields: Partial<Record<keyof ArfRecord, string | null | ArfCell>> = {}): ArfRecord {
  const given = (name: keyof ArfRecord, fallback: string | null): ArfCell => {
    const value = fields[name];
    if (value === undefined) return cell(fallback, name);
    return typeof value === 'object' && value !== null ? value : cell(value, name);
  };
  return {
    level: fields.level === 'WORKING_LEVEL' ? 'WORKING_LEVEL' : 'HIGH_LEVEL',
    country: given('country', 'Lao PDR'),
    name: given('name', 'H.E. Mr. Bounmy SAYASONE'),
    designation: given('designation', 'Director General'),
    agency: given('agency', 'Ministry of Foreign Affairs'),
    telephone: given('telephone', '(856-21) 255 012'),
    fax: given('fax', null),
    email: given('email', 'bounmy@mofa.example'),
    remarks: given('remarks', null),
    asOf: given('asOf', null),
  };
}

function entryOf(fields?: Parameters<typeof record>[0]) {
  const meaning = normalise(record(fields));
  if (meaning.kind !== 'entry') throw new Error(`no entry: ${JSON.stringify(meaning)}`);
  return { ...meaning.entry, problems: meaning.problems };
}

describe('an entry', () => {
  it('has what its row says, in the product’s terms', () => {
    expect(
      normalise(record({ remarks: 'On leave\nin May', asOf: '15 March 2026', fax: '(856-21) 255 013' })),
    ).toEqual({
      kind: 'entry',
      sourceKey: null,
      problems: [],
      entry: {
        participant: 'Lao PDR',
        iso3: 'LAO',
        function: null,
        level: 'HIGH_LEVEL',
        kind: 'PERSON',
        name: 'Bounmy SAYASONE',
        title: 'Director General',
        entity: 'Ministry of Foreign Affairs',
        webPage: null,
        emails: ['bounmy@mofa.example'],
        phones: [
          { e164: '+85621255012', extension: null, asWritten: '(856-21) 255 012', aroundTheClock: false },
        ],
        languages: [],
        withheld: [],
        details: { faxes: ['+85621255013'], remarks: 'On leave, in May', asOf: '2026-03-15' },
      },
    });
  });

  it('has its level and no function, which the state alone can say', () => {
    expect(entryOf({ level: cell('WORKING_LEVEL') }).function).toBeNull();
  });

  it('of an agency with a mailbox and no name is an office', () => {
    expect(entryOf({ name: 'TBC', designation: null })).toMatchObject({
      kind: 'OFFICE',
      name: null,
      title: null,
    });
  });

  it('has several values of one cell', () => {
    const { emails, phones, entity } = entryOf({
      email: 'a@mofa.example\nb@mofa.example; TBC / c@mofa.example',
      telephone: '+856 21 255 012; +856 21 255 014',
      agency: 'Ministry of Foreign Affairs\nCyber Division',
    });
    expect(emails).toEqual(['a@mofa.example', 'b@mofa.example', 'c@mofa.example']);
    expect(phones.map(({ e164 }) => e164)).toEqual(['+85621255012', '+85621255014']);
    expect(entity).toBe('Ministry of Foreign Affairs, Cyber Division');
  });

  it('has a fax number of the telephone cell among its fax numbers, each once', () => {
    const { phones, details } = entryOf({
      telephone: '(856-21) 255 012\n(856-21) 255 013 (F)',
      fax: '+856 21 255 013',
    });
    expect(phones.map(({ e164 }) => e164)).toEqual(['+85621255012']);
    expect(details.faxes).toEqual(['+85621255013']);
  });

  it('names each value that cannot be used, and its column, and keeps the rest', () => {
    const entry = entryOf({
      email: cell('bounmy(at)mofa.example\nok@mofa.example', 'Email, column H'),
      telephone: cell('via switchboard', 'Tel, column F'),
      asOf: cell('03/04/2026', 'As of, column P'),
    });
    expect(entry.emails).toEqual(['ok@mofa.example']);
    expect(entry.problems).toEqual([
      'Tel, column F: “via switchboard” is no telephone number that can be read.',
      'Email, column H: “bounmy(at)mofa.example” is no e-mail address that can be read.',
      'As of, column P: “03/04/2026” is no date that can be read. Write it like 15 March 2026.',
    ]);
    expect(entry.details).toEqual({});
  });
});

describe('a participant', () => {
  it.each([
    ['Lao PDR', 'LAO'],
    ['Lao PDR\n(Laos)', 'LAO'],
    ['Lao People’s\nDemocratic Republic', 'LAO'],
    ['Viet Nam', 'VNM'],
    ['Vietnam', 'VNM'],
    ['DPRK', 'PRK'],
    ['ROK', 'KOR'],
    ['Republic of Korea', 'KOR'],
    ['United States', 'USA'],
    ['USA', 'USA'],
    ['Brunei', 'BRN'],
    ['Brunei Darussalam*', 'BRN'],
    ['12. Japan', 'JPN'],
    ['Myanmar¹', 'MMR'],
    ['Philippines [1]', 'PHL'],
  ])('%j is %s', (country, iso3) => {
    expect(entryOf({ country })).toMatchObject({ iso3, participant: country.replace('\n', ' ') });
  });

  it.each(['EU', 'European Union', 'European Union\n(EU)'])('%j is no state, and is kept', (country) => {
    expect(entryOf({ country, telephone: '+32 2 555 01 00' })).toMatchObject({
      iso3: null,
      participant: country.replace('\n', ' '),
      phones: [{ e164: '+3225550100' }],
    });
  });

  it.each(['Atlantis', 'Malaysia\nJapan', 'Note: see below'])(
    '%j is unknown, and set aside with its cell',
    (country) => {
      const meaning = normalise(record({ country: cell(country, 'Participating Country, column B') }));
      expect(meaning).toEqual({
        kind: 'set-aside',
        reason: `Participating Country, column B: “${country.replace('\n', ' ')}” is no participant that is known. Write the country's usual English name.`,
      });
    },
  );

  it('that is missing is set aside', () => {
    expect(normalise(record({ country: cell(null, 'Participating Country, column B') }))).toMatchObject({
      kind: 'set-aside',
      reason: expect.stringMatching(/^Participating Country, column B: the cell is empty/),
    });
  });
});

describe('a record', () => {
  it('in which nothing can be used is set aside with the reasons', () => {
    const nothing = { name: null, designation: null, agency: null, fax: null, email: 'see website' };
    expect(normalise(record({ ...nothing, telephone: '-' }))).toEqual({
      kind: 'set-aside',
      reason: 'email: “see website” is no e-mail address that can be read.',
    });
  });

  it('survives JSON', () => {
    const one = record();
    expect(ArfRecord.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
  });
});

describe('a cell that shows an error', () => {
  const damaged = record({ telephone: broken('Tel, column F') });

  it('is unknown, which is not empty', () => {
    const entry = entryOf({ telephone: broken('Tel, column F') });
    expect(entry.withheld).toEqual(['phones']);
    expect(entry.phones).toEqual([]);
    expect(entry.problems).toEqual(['Tel, column F: the cell shows the error #N/A.']);
  });

  it('keeps the telephone number of the last edition', () => {
    const meaning = normalise(carryOver(record(), damaged));
    expect(meaning).toMatchObject({
      entry: { phones: [{ e164: '+85621255012' }], withheld: ['phones'] },
      problems: ['Tel, column F: the cell shows the error #N/A.'],
    });
    // And of the one before that.
    expect(carryOver(carryOver(record(), damaged), damaged).telephone.text).toBe('(856-21) 255 012');
  });

  it('changes nothing where no cell is damaged', () => {
    expect(carryOver(record({ telephone: '+856 21 255 999' }), record())).toEqual(record());
    expect(carryOver(record(), record({ telephone: null })).telephone.text).toBeNull();
  });
});
