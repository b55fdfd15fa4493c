import { describe, expect, it } from 'vitest';
import { parseTelephone } from '../../platform/contact-details/telephone.ts';
import type { ContactFunction } from '../../platform/vocabulary/terms.ts';
import type { Claims } from '../../subgraphs/directory/contacts/claims.ts';
import { isSomebodyElse, listingOf } from '../../subgraphs/directory/matching/likeness.ts';
import { judge, rules } from '../../subgraphs/directory/matching/rules.ts';

const at = '2026-03-01T09:00:00.000Z';
const say = <T>(value: T) => ({ value, at, pull: null });

interface Entry {
  for?: ContactFunction;
  office?: true;
  name?: string | null;
  entity?: string;
  emails?: string[];
  phones?: string[];
}

const claimsOf = (entry: Entry): Claims => ({
  function: say(entry.for ?? 'TECHNICAL'),
  kind: say(entry.office ? 'OFFICE' : 'PERSON'),
  ...(entry.name === undefined ? {} : { name: say(entry.name) }),
  entity: say(entry.entity ?? null),
  emails: say(entry.emails ?? []),
  phones: say((entry.phones ?? []).map((phone) => parseTelephone(phone, null))),
});

const cert: Entry = {
  office: true,
  entity: 'Centre for Cyber Incidents',
  emails: ['contact@cert.example'],
  phones: ['+1 613-555-0140'],
};
const elise: Entry = {
  name: 'Élise Thibodeau-Marsh',
  entity: 'International Cyber Policy Bureau',
  emails: ['elise.thibodeau-marsh@icpb.example'],
  phones: ['+1 613-555-0121'],
};

type Verdict = 'CERTAIN' | 'UNCERTAIN' | 'APART' | 'nothing';
const table: readonly [why: string, one: Entry, other: Entry, verdict: Verdict, rule: string | null][] = [
  [
    'one person listed as diplomatic here and as technical there',
    { ...elise, for: 'DIPLOMATIC' },
    { ...elise, for: 'TECHNICAL' },
    'APART',
    'DIFFERENT_FUNCTIONS',
  ],
  [
    'two persons who share a mailbox and a telephone',
    { ...elise, emails: ['cyber@icpb.example'] },
    { ...elise, emails: ['cyber@icpb.example'], name: 'Marcus Tran' },
    'APART',
    'DIFFERENT_PERSONS',
  ],
  [
    'the same name in another order, case and without accents, and one mailbox of several',
    elise,
    {
      ...elise,
      name: 'THIBODEAU-MARSH, Elise',
      emails: ['CYBER@icpb.example', ...(elise.emails ?? [])],
      phones: [],
    },
    'CERTAIN',
    'SAME_NAME_AND_MAILBOX',
  ],
  [
    'the same name in another script, and one mailbox',
    { name: 'Темүүжин ДОРЖДАМБА', emails: ['temuujin.d@csirt.example'] },
    { name: 'Dorjdamba Temuujin', emails: ['temuujin.d@csirt.example'] },
    'CERTAIN',
    'SAME_NAME_AND_MAILBOX',
  ],
  [
    'a name with a patronymic in another script, and a mailbox called after the person',
    { name: 'Ладыгин Всеволод Аркадьевич', emails: ['v.ladygin@mid.example'] },
    { name: 'Vsevolod LADYGIN', emails: ['v.ladygin@mid.example'] },
    'CERTAIN',
    'PERSONAL_MAILBOX',
  ],
  [
    'a name spelled otherwise, and a mailbox called after the person',
    { name: 'BATSUURI Enkhtuya', emails: ['enkhtuya.b@mfa.example'] },
    { name: 'Батсуурь Энхтуяа', emails: ['enkhtuya.b@mfa.example'] },
    'CERTAIN',
    'PERSONAL_MAILBOX',
  ],
  [
    'an initial for a given name, and a mailbox called after the person',
    { name: 'J. Whitlock', emails: ['jwhitlock@state.example'] },
    { name: 'Jordan Whitlock', emails: ['JWhitlock@state.example'] },
    'CERTAIN',
    'PERSONAL_MAILBOX',
  ],
  [
    'the same name and the same telephone, and no mailbox in one',
    { ...elise, emails: [] },
    { ...elise, entity: 'Another Bureau' },
    'CERTAIN',
    'SAME_NAME_AND_TELEPHONE',
  ],
  [
    'an office with the same mailbox and telephone',
    cert,
    { ...cert, entity: 'Centre canadien' },
    'CERTAIN',
    'SAME_OFFICE',
  ],
  [
    'an office with the same mailbox and entity',
    cert,
    { ...cert, phones: ['+1 613-555-0199'] },
    'CERTAIN',
    'SAME_OFFICE',
  ],
  [
    'an initial, and a mailbox that is nobody’s own',
    { name: 'J. Whitlock', emails: ['cyber@state.example'] },
    { name: 'Jordan Whitlock', emails: ['cyber@state.example'] },
    'UNCERTAIN',
    'PERSONS_SHARE_MAILBOX',
  ],
  [
    'names that share a word while each has another, and one mailbox',
    { name: 'Anna Näide', emails: ['anna@mfa.example'] },
    { name: 'Anna Tamm', emails: ['anna@mfa.example'] },
    'UNCERTAIN',
    'PERSONS_SHARE_MAILBOX',
  ],
  [
    'a name that the consent does not cover, and one mailbox',
    { emails: ['anna@mfa.example'] },
    { name: 'Anna Tamm', emails: ['anna@mfa.example'] },
    'UNCERTAIN',
    'PERSONS_SHARE_MAILBOX',
  ],
  [
    'names in scripts that cannot be compared, and one mailbox',
    { name: '李伟', emails: ['li.wei@mfa.example'] },
    { name: 'Li Wei', emails: ['li.wei@mfa.example'] },
    'UNCERTAIN',
    'PERSONS_SHARE_MAILBOX',
  ],
  [
    'one record that names two persons, one of them listed alone elsewhere',
    { name: 'Anna Näide / Peeter Tamm', emails: ['anna.naide@mfa.example'] },
    { name: 'Anna Näide', emails: ['anna.naide@mfa.example'] },
    'UNCERTAIN',
    'PERSONS_SHARE_MAILBOX',
  ],
  [
    'two offices with a mailbox in common and nothing else',
    cert,
    { ...cert, entity: 'Ministry of Examples', phones: [] },
    'UNCERTAIN',
    'OFFICES_SHARE_MAILBOX',
  ],
  [
    'an office listed with the mailbox of a person',
    elise,
    { ...elise, office: true, name: null },
    'UNCERTAIN',
    'PERSON_IN_OFFICE',
  ],
  [
    'a person who answers the mailbox of an office and has one of her own',
    cert,
    { ...elise, emails: ['contact@cert.example', 'odette@cert.example'] },
    'APART',
    'PERSON_AND_OFFICE',
  ],
  [
    'names that go together and one telephone',
    { ...elise, emails: [] },
    { ...elise, name: 'E. Thibodeau-Marsh', emails: [] },
    'UNCERTAIN',
    'LIKE_NAME_AND_TELEPHONE',
  ],
  [
    'the same name and the same entity, and no channel in common',
    elise,
    { ...elise, entity: 'the international CYBER policy bureau', emails: ['e@other.example'], phones: [] },
    'UNCERTAIN',
    'NAME_AND_ENTITY',
  ],
  [
    'a name alone',
    { name: 'Élise Thibodeau-Marsh' },
    { name: 'Elise Thibodeau Marsh', emails: ['e@other.example'] },
    'UNCERTAIN',
    'NAME_ALONE',
  ],
  [
    'offices of one entity, and no mailbox in common',
    cert,
    { ...cert, emails: ['other@cert.example'] },
    'UNCERTAIN',
    'OFFICES_OF_ONE_ENTITY',
  ],
  [
    'a telephone alone: a switchboard',
    { ...cert, entity: 'Unit One' },
    { ...cert, entity: 'Unit Two', emails: ['two@cert.example'] },
    'nothing',
    null,
  ],
  ['a family name alone', { name: 'Anna Tamm' }, { name: 'Peeter Tamm' }, 'nothing', null],
  [
    'the same number at another extension, and nothing else',
    { ...cert, emails: [], entity: 'Unit One', phones: ['+1 613-555-0140 ext. 1'] },
    { ...cert, emails: [], entity: 'Unit Two', phones: ['+1 613-555-0140 ext. 2'] },
    'nothing',
    null,
  ],
];

describe('two entries of one state are', () => {
  it.each(table)('%s', (_why, one, other, verdict, rule) => {
    for (const [a, b] of [
      [one, other],
      [other, one],
    ] as const) {
      const judgement = judge(listingOf(claimsOf(a)), listingOf(claimsOf(b)));
      expect([judgement?.rule.verdict ?? 'nothing', judgement?.rule.name ?? null]).toEqual([verdict, rule]);
    }
  });

  it('judged by rules each of which the table shows', () => {
    expect(new Set(table.flatMap(([, , , , rule]) => rule ?? []))).toEqual(
      new Set(rules.map(({ name }) => name)),
    );
  });
});

describe('an entry that keeps its key', () => {
  it.each([
    [
      'stands for somebody else once its name and its mailbox are others',
      true,
      elise,
      { ...elise, name: 'Marcus Tran', emails: ['marcus@icpb.example'] },
    ],
    [
      'stands for another office once its entity and its mailbox are others',
      true,
      cert,
      { ...cert, entity: 'Ministry', emails: ['x@mfa.example'] },
    ],
    ['stands for the same with a new mailbox', false, elise, { ...elise, emails: ['new@icpb.example'] }],
    [
      'stands for the same with a new name and the old mailbox',
      false,
      elise,
      { ...elise, name: 'Marcus Tran' },
    ],
    [
      'stands for the same with a new mailbox, where no consent covers its name',
      false,
      { emails: ['elise.thibodeau-marsh@icpb.example'] },
      { emails: ['new@icpb.example'] },
    ],
    [
      'stands for somebody else once its name is withheld and its mailbox is another',
      true,
      elise,
      { emails: ['m.tran@icpb.example'] },
    ],
    [
      'stands for somebody else with a family name alone and no mailbox that says whose',
      true,
      elise,
      { name: 'Thibodeau' },
    ],
  ])('%s', (_what, expected, before, after) => {
    expect(isSomebodyElse(claimsOf(before), claimsOf(after))).toBe(expected);
  });
});
