import { describe, expect, it } from 'vitest';
import { carryOver } from './carry-over.ts';
import { elementNames, type OsceElement, OsceRecord } from './record.ts';
import { isSamePerson } from './same-person.ts';

const withheld: OsceElement = { value: null, lang: null, withheld: true };
type Given = Partial<Record<(typeof elementNames)[number], string | OsceElement>>;

const record = (given: Given) =>
  OsceRecord.parse({
    id: 'EST-POL-1',
    level: 'POLICY',
    rank: 'primary',
    participatingState: 'Estonia',
    elements: Object.fromEntries(
      elementNames.map((name) => {
        const one = given[name];
        if (one === undefined) return [name, []];
        return [name, [typeof one === 'string' ? { value: one, lang: null, withheld: false } : one]];
      }),
    ),
  });

const tiina: Given = {
  name: 'Tiina Kask',
  email: 'tiina.kask@mfa.example',
  phone: '+372 000 0101',
  functionalEmail: 'cyber@mfa.example',
};

describe('an id is still about the same person', () => {
  it.each<[string, Given]>([
    ['whose name is shown again', { ...tiina, email: withheld }],
    [
      'whose name is written in another order, case and without accents',
      { ...tiina, name: 'KASK, Tiína', email: withheld },
    ],
    ['whose name has a title more', { ...tiina, name: 'Dr. Tiina Kask', email: withheld }],
    ['whose name is written in another script', { ...tiina, name: 'Тийна Каск', email: withheld }],
    ['whose mailbox changed', { ...tiina, email: 'kask@ria.example', phone: withheld }],
    ['whose name changed, and whose mailbox did not', { ...tiina, name: 'Tiina Tamm', phone: withheld }],
    [
      'whose name changed, and whose mailbox moved to another domain',
      { ...tiina, name: 'Tiina Tamm', email: 'Tiina.Kask@mfa.ee.example' },
    ],
    ['of whom everything is withheld', { name: withheld, email: withheld, phone: withheld }],
    ['whose name is withheld, and whose mailbox is shown', { ...tiina, name: withheld }],
  ])('%s', (_who, now) => {
    expect(isSamePerson(record(tiina), record(now))).toBe(true);
  });

  it('where it is an office before and after, whatever its mailbox', () => {
    const office = record({ functionalEmail: 'cyber@mfa.example', phone: '+372 000 0101' });
    expect(isSamePerson(office, record({ functionalEmail: 'new@mfa.example', phone: withheld }))).toBe(true);
  });
});

describe('an id was given to somebody else', () => {
  it.each<[string, Given]>([
    ['name and mailbox are others', { name: 'Jaan Mets', email: 'jaan.mets@mfa.example', phone: withheld }],
    [
      'the name is another, and the mailbox is withheld',
      { name: 'Jaan Mets', email: withheld, phone: withheld },
    ],
    [
      'the name is another, and only the shared mailbox is the same',
      { name: 'Jaan Mets', functionalEmail: 'cyber@mfa.example', phone: withheld },
    ],
    [
      'the name is withheld, and the mailbox is another',
      { name: withheld, email: 'jaan.mets@mfa.example', phone: withheld },
    ],
    ['the name is gone: the office stayed', { functionalEmail: 'cyber@mfa.example', phone: withheld }],
  ])('where %s: nothing of the predecessor is carried over', (_how, now) => {
    expect(isSamePerson(record(tiina), record(now))).toBe(false);
    expect(carryOver(record(tiina), record(now))).toEqual(record(now));
  });

  it.each<[string, Given]>([
    ['a person of another agency', { name: 'Vera Olsen', institution: 'Agency', phone: '+372 000 0909' }],
    ['another agency', { institution: 'Agency', phone: '+372 000 0909' }],
  ])('where an office is %s now: its withheld mailbox is not carried over', (_who, now) => {
    const office = record({
      institution: 'Ministry',
      functionalEmail: 'cyber@mfa.example',
      phone: '+372 000 0101',
    });
    const successor = record({ ...now, functionalEmail: withheld });
    expect(carryOver(office, successor)).toEqual(successor);
  });

  it('but not where an office of the same institution names somebody: its mailbox stays', () => {
    const office = record({ institution: 'Ministry', functionalEmail: 'cyber@mfa.example' });
    const named = record({ institution: 'Ministry', name: 'Vera Olsen', functionalEmail: withheld });
    expect(carryOver(office, named).elements.functionalEmail).toMatchObject([{ value: 'cyber@mfa.example' }]);
  });

  it('and of the successor everything is known from then on', () => {
    const jaan = record({ name: 'Jaan Mets', email: 'jaan.mets@mfa.example', phone: '+372 000 0102' });
    const hidden = record({ name: 'Jaan Mets', email: withheld, phone: withheld });
    const after = carryOver(carryOver(record(tiina), jaan), hidden);
    expect(after.elements.phone).toEqual([{ value: '+372 000 0102', lang: null, withheld: true }]);
  });
});
