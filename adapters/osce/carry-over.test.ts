import { describe, expect, it } from 'vitest';
import { carryOver } from './carry-over.ts';
import { normaliseOsce } from './normalise.ts';
import { elementNames, type OsceElement, OsceRecord } from './record.ts';

type Given = Partial<Record<(typeof elementNames)[number], (string | OsceElement)[]>>;

const shown = (value: string, lang: string | null = null): OsceElement => ({ value, lang, withheld: false });
const withheld = (lang: string | null = null): OsceElement => ({ value: null, lang, withheld: true });
const record = (given: Given) =>
  OsceRecord.parse({
    id: 'EST-POL-1',
    level: 'POLICY',
    rank: 'primary',
    participatingState: 'Estonia',
    elements: Object.fromEntries(
      elementNames.map((name) => [
        name,
        (given[name] ?? []).map((one) => (typeof one === 'string' ? shown(one) : one)),
      ]),
    ),
  });
const carried = (
  name: 'email' | 'institution',
  previous: (string | OsceElement)[],
  current: (string | OsceElement)[],
) => carryOver(record({ [name]: previous }), record({ [name]: current })).elements[name];
const values = (elements: readonly OsceElement[]) => elements.map(({ value }) => value);

const full: Given = {
  institution: [shown('Ministry', 'en'), shown('Министерство', 'ru')],
  unit: ['Cyber unit'],
  name: ['Õie Näidis'],
  title: ['Adviser'],
  functionalEmail: ['cyber@mfa.example'],
  email: ['oie@mfa.example', 'duty@mfa.example'],
  phone: ['+372 600 0001', '+372 600 0002'],
  phone24x7: ['+372 600 0003'],
  languages: ['en et ru'],
  pgpFingerprint: ['A'.repeat(40)],
  website: ['https://mfa.example'],
  lastConfirmed: ['01.02.2025'],
  source: ['Note 114/2025'],
};

describe('a withheld element', () => {
  it.each(elementNames.filter((name) => full[name]))('%s keeps the value known before', (name) => {
    const before = normaliseOsce(record(full));
    const redacted = { ...full, [name]: record(full).elements[name].map(({ lang }) => withheld(lang)) };
    const after = normaliseOsce(carryOver(record(full), record(redacted)));
    if (before.kind !== 'entry' || after.kind !== 'entry') throw new Error('no entry');
    expect({ ...after.entry, withheld: [] }).toEqual(before.entry);
  });

  it('keeps everything known before where all is withheld, however often', () => {
    const hidden = record(
      Object.fromEntries(
        elementNames.map((name) => [name, record(full).elements[name].map(({ lang }) => withheld(lang))]),
      ),
    );
    const before = normaliseOsce(record(full));
    const after = normaliseOsce(carryOver(carryOver(record(full), hidden), hidden));
    if (before.kind !== 'entry' || after.kind !== 'entry') throw new Error('no entry');
    expect({ ...after.entry, withheld: [] }).toEqual(before.entry);
    expect(after.entry.withheld).toEqual([
      'name',
      'title',
      'entity',
      'webPage',
      'emails',
      'phones',
      'languages',
    ]);
  });

  it('of which nothing was known stays unknown', () => {
    expect(carried('email', [], [withheld()])).toEqual([withheld()]);
    expect(carried('email', [withheld()], [withheld()])).toEqual([withheld()]);
  });

  it('that is shown again has the value that is shown', () => {
    const hidden = carryOver(record({ email: ['a@mfa.example'] }), record({ email: [withheld()] }));
    expect(carryOver(hidden, record({ email: ['new@mfa.example'] })).elements.email).toEqual([
      shown('new@mfa.example'),
    ]);
  });

  it('stays marked as withheld', () => {
    expect(carried('email', ['a@mfa.example'], [withheld()])).toEqual([
      { value: 'a@mfa.example', lang: null, withheld: true },
    ]);
  });
});

describe('several elements of one name', () => {
  it.each([
    ['the one in its place', ['a', 'b'], [withheld(), 'b'], ['a', 'b']],
    ['the one in its place, whatever becomes of the other', ['a', 'b'], [withheld(), 'c'], ['a', 'c']],
    [
      'the one that is not shown elsewhere, where the order changed',
      ['a', 'b'],
      ['b', withheld()],
      ['b', 'a'],
    ],
    ['what is left, where there are fewer places', ['a', 'b'], ['c', 'd', withheld()], ['c', 'd', 'a']],
    ['each one of its own', ['a', 'b'], [withheld(), withheld()], ['a', 'b']],
    ['none twice', ['a'], [withheld(), withheld()], ['a', null]],
    ['nothing of what is not withheld', ['a', 'b'], ['a'], ['a']],
  ])('give %s', (_name, previous, current, expected) => {
    expect(values(carried('email', previous, current))).toEqual(expected);
  });

  it('go by their language first, so that no name is taken for a translation', () => {
    const names = [shown('Ministry', 'en'), shown('Министерство', 'ru')];
    expect(values(carried('institution', names, [withheld('ru'), withheld('en')]))).toEqual([
      'Министерство',
      'Ministry',
    ]);
    expect(values(carried('institution', names.slice(0, 1), [withheld('ru')]))).toEqual([null]);
    expect(carried('institution', names.slice(0, 1), [withheld()])).toEqual([
      { value: 'Ministry', lang: 'en', withheld: true },
    ]);
  });
});
