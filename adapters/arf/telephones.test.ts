import { describe, expect, it } from 'vitest';
import { readNumbers } from './telephones.ts';

const phonesOf = (text: string, iso2: string | null = 'MY') => readNumbers(text, iso2, 'telephone');

describe('a telephone cell', () => {
  it.each([
    ['Tel: +60 3 8000 0000'],
    ['Tel. +60 3 8000 0000'],
    ['T: +60 3 8000 0000'],
    ['(O) +60 3 8000 0000'],
    ['+60 3 8000 0000 (O)'],
    ['+60 3 8000 0000 (M)'],
    ['HP: +60 3 8000 0000'],
    ['H/P: +60 3 8000 0000'],
    ['Mobile: +60 3 8000 0000'],
    ['Mobile +60 3 8000 0000'],
    ['Duty officer (+60 3) 8000 0000'],
    ['03-8000 0000 office'],
  ])('%j gives the number, and keeps its words', (text) => {
    const [phone, ...more] = phonesOf(text).phones;
    expect(phone).toEqual({ e164: '+60380000000', extension: null, asWritten: text, aroundTheClock: false });
    expect(more).toEqual([]);
  });

  it('gives an extension apart', () => {
    expect(phonesOf('Tel: +60 3 8000 0000 ext. 12').phones).toEqual([
      {
        e164: '+60380000000',
        extension: '12',
        asWritten: 'Tel: +60 3 8000 0000 ext. 12',
        aroundTheClock: false,
      },
    ]);
    const [phone] = phonesOf('+60 3 8000 0000 ext. 12 / 13').phones;
    expect(phone).toMatchObject({ e164: '+60380000000', asWritten: '+60 3 8000 0000 ext. 12/13' });
    expect(phonesOf('+60 3 8000 0000 / 01').phones).toMatchObject([{ e164: '+60380000000' }]);
  });

  it.each([
    '+856 21 255 013 (F)',
    'F: +856 21 255 013',
    'Fax: (856-21) 255 013',
    '+856 21 255 013 (Fax)',
    'Fax +856 21 255 013',
  ])('%j is a fax number', (text) => {
    expect(phonesOf(`(856-21) 255 012\n${text}`, 'LA')).toEqual({
      phones: [
        { e164: '+85621255012', extension: null, asWritten: '(856-21) 255 012', aroundTheClock: false },
      ],
      faxes: ['+85621255013'],
      rejected: [],
    });
  });

  it('gives a number for both where it says so', () => {
    const { phones, faxes } = phonesOf('Tel/Fax: +60 3 8000 0000');
    expect([phones.map(({ e164 }) => e164), faxes]).toEqual([['+60380000000'], ['+60380000000']]);
  });

  it.each([
    '+60 3 8000 0000\n+60 3 8000 0001',
    '+60 3 8000 0000; +60 3 8000 0001',
    '+60 3 8000 0000 / +60 3 8000 0001',
    '+60 3 8000 0000/+60 3 8000 0001',
    '+60 3 8000 0000, +60 3 8000 0001',
    '+60 3 8000 0000 +60 3 8000 0001',
    'T: +60 3 8000 0000, M: 03-8000 0001',
    '+60 3 8000 0000 (O) +60 3 8000 0001 (M)',
    '(O) +60 3 8000 0000 (M) +60 3 8000 0001',
    'Tel: +60 3 8000 0000 Mobile: +60 3 8000 0001',
    '+60 3 8000 0000\nTBC\n+60 3 8000 0001\n+60380000000',
  ])('%j gives two numbers, each once', (text) => {
    expect(phonesOf(text).phones.map(({ e164 }) => e164)).toEqual(['+60380000000', '+60380000001']);
  });

  it('tells a fax number from a telephone number on one line, with the words before or behind', () => {
    for (const text of [
      '(T) +60 3 8000 0000 (F) +60 3 8000 0002',
      '+60 3 8000 0000 (T) +60 3 8000 0002 (F)',
    ]) {
      const { phones, faxes } = phonesOf(text);
      expect([phones.map(({ e164 }) => e164), faxes]).toEqual([['+60380000000'], ['+60380000002']]);
    }
  });

  it('says what is answered around the clock', () => {
    for (const text of ['+60 3 8000 0000 (24/7)', '24/7: +60 3 8000 0000', '+60 3 8000 0000 (24 hours)']) {
      expect(phonesOf(text).phones).toMatchObject([{ e164: '+60380000000', aroundTheClock: true }]);
    }
    expect(phonesOf('+60 3 8024 0007').phones).toMatchObject([{ aroundTheClock: false }]);
  });

  it('keeps as written what it cannot parse, and invents nothing', () => {
    for (const text of ['8000 0000/0001', '+60 3 8000 0000 or 0001', '12345']) {
      const { phones, rejected } = phonesOf(text, null);
      expect(rejected).toEqual([]);
      expect(phones).toEqual([{ e164: null, extension: null, asWritten: text, aroundTheClock: false }]);
    }
  });

  it.each(['via switchboard', 'Room 12'])('with too few digits to dial is no number: %j', (text) => {
    expect(phonesOf(text)).toEqual({ phones: [], faxes: [], rejected: [text] });
  });

  it.each(['', 'TBC', 'nil', '-', 'N/A'])('%j is empty', (text) => {
    expect(phonesOf(text)).toEqual({ phones: [], faxes: [], rejected: [] });
  });
});

describe('a fax cell', () => {
  it('gives fax numbers only', () => {
    expect(readNumbers('+60 3 8000 0002\nFax: 03-8000 0003; 000', 'MY', 'fax')).toEqual({
      phones: [],
      faxes: ['+60380000002', '+60380000003', '000'],
      rejected: [],
    });
  });
});
