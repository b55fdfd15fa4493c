import { describe, expect, it } from 'vitest';
import { parseTelephone } from '../contact-details/telephone.ts';
import { isAnother, type ShownValues, shownOf } from './somebody-else.ts';

const phones = (...numbers: string[]) => numbers.map((number) => parseTelephone(number, null));
const anna: ShownValues = {
  kind: 'PERSON',
  name: 'Anna Berg',
  entity: 'Ministry of Examples',
  emails: ['cyber@mfa.example', 'anna.berg@mfa.example'],
  phones: phones('+44 1632 960001'),
};
const { name: _withheld, ...nameless } = anna;
const { emails: _hidden, phones: _too, ...unreachable } = anna;
const office: ShownValues = { ...anna, kind: 'OFFICE', name: null, emails: ['cyber@mfa.example'] };
const { emails: _shared, ...officeAlone } = office;

describe('an entry that keeps its key still stands for the same', () => {
  it.each<[string, ShownValues, ShownValues]>([
    ['person, whose mailbox and telephone are new', anna, { ...anna, emails: ['ab@x.example'], phones: [] }],
    ['person, whose name is written otherwise', anna, { ...unreachable, name: 'BERG, Dr. Anna Maria' }],
    ['person, whose name changed and whose own mailbox did not', anna, { ...anna, name: 'Anna Lind' }],
    [
      'person, whose own mailbox moved to another domain with a new name',
      anna,
      { ...anna, name: 'Anna Lind', emails: ['Anna.Berg@foreign.example'] },
    ],
    ['person, whose name is withheld and whose mailbox is not', anna, nameless],
    [
      'person, of whom only the shared mailbox is shown',
      anna,
      { ...nameless, emails: ['cyber@mfa.example'] },
    ],
    [
      'person in another script that cannot be compared',
      { ...anna, name: '李伟' },
      { ...anna, name: 'Li Wei' },
    ],
    ['office, with a new mailbox and telephone', office, { ...office, emails: ['x@x.example'], phones: [] }],
    ['office, which is called otherwise and has its mailbox', office, { ...office, entity: 'Cyber Desk' }],
    ['office, which names somebody now', office, { ...anna, emails: ['anna.berg@mfa.example'] }],
  ])('%s', (_who, before, after) => {
    expect(isAnother(shownOf(before), shownOf(after))).toBe(false);
  });
});

describe('an entry that keeps its key has come to stand for somebody else', () => {
  it.each<[string, ShownValues, ShownValues]>([
    ['with another name and mailbox', anna, { ...anna, name: 'Vera Olsen', emails: ['v.olsen@mfa.example'] }],
    ['with another name, where the mailbox is withheld', anna, { ...unreachable, name: 'Vera Olsen' }],
    ['with a family name alone, where the mailbox is withheld', anna, { ...unreachable, name: 'Berg' }],
    [
      'with another name and only the shared mailbox',
      anna,
      { ...anna, name: 'Vera Olsen', emails: ['cyber@mfa.example'] },
    ],
    [
      'with another mailbox, where the name is withheld',
      anna,
      { ...nameless, emails: ['v.olsen@mfa.example'] },
    ],
    [
      'with another mailbox beside the shared one, where the name is withheld',
      anna,
      { ...nameless, emails: ['cyber@mfa.example', 'v.olsen@mfa.example'] },
    ],
    ['whose office stayed, and whose mailbox did not', anna, office],
    [
      'an office of another entity with another mailbox',
      office,
      { ...office, entity: 'Agency', emails: ['cyber@agency.example'] },
    ],
    [
      'a person of another agency, where the mailbox of the office is withheld',
      officeAlone,
      { kind: 'PERSON', name: 'Vera Olsen', entity: 'Agency', phones: phones('+44 1632 960009') },
    ],
  ])('%s', (_who, before, after) => {
    expect(isAnother(shownOf(before), shownOf(after))).toBe(true);
  });
});
