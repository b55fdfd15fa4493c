import fc from 'fast-check';
import type { ContactField, ContactFunction } from '../../platform/vocabulary/terms.ts';
import type { Listed } from '../directory/scripted-adapter.ts';

// What there is in a history: little enough that entries meet, match and differ all the time.

export const states = ['EST', 'LVA'] as const;
export type State = (typeof states)[number];

export const directories = ['ARF', 'OAS', 'OSCE'] as const;
export type Directory = (typeof directories)[number];

export const keys = ['K1', 'K2', 'K3'] as const;
export type Key = (typeof keys)[number];

export const levelsOf: Record<Directory, readonly [string, string]> = {
  ARF: ['HIGH_LEVEL', 'WORKING_LEVEL'],
  OAS: ['PRIMARY', 'ALTERNATE'],
  OSCE: ['PRIMARY', 'ALTERNATE'],
};
export const namesFunctions = (directory: Directory) => directory !== 'ARF';

export const functions = ['DIPLOMATIC', 'TECHNICAL'] as const satisfies readonly ContactFunction[];

/** The fields that a consent can narrow to, and that differ or do not differ as plain texts do. */
export const plainFields = ['title', 'entity', 'webPage', 'emails', 'phones'] as const;
export const textFields = [
  'name',
  'title',
  'entity',
  'webPage',
  'emails',
  'phones',
  'languages',
] as const satisfies readonly ContactField[];
export type TextField = (typeof textFields)[number];

// No value is part of another, so that each can be found in a row of storage.
export const names = ['Anna Tamm', 'TAMM Anna', 'A. Tamm', 'Boris Rebane', 'Katrin Kask'] as const;
const mailboxes = ['anna.tamm@mfa.example', 'boris@mfa.example', 'desk@cert.example'] as const;
const phones = ['+441632960001', '+441632960002'] as const;
const entities = ['Ministry of Examples', 'Bureau of Samples'] as const;
const titles = ['Adviser', 'Counsellor'] as const;
const languages = ['en', 'et', 'fr'] as const;
const pages = Array.from({ length: 12 }, (_, number) => `https://example.org/page-${number}.html`);

/** Every value that tells whose it is, as it stands in storage. */
export const tellingValues: readonly string[] = [
  ...names,
  ...mailboxes,
  ...phones,
  ...entities,
  ...titles,
  ...pages,
];

/** One of them more often than all others together, so that things meet. */
export function mostly<T>(usual: T, all: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(...all) },
  );
}

const some = <T>(values: readonly T[], most: number) =>
  fc.subarray([...values], { maxLength: most }).map((chosen) => [...chosen]);
const oneOrNone = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { freq: 3 });

const fieldValues = {
  title: oneOrNone(titles),
  entity: oneOrNone(entities),
  webPage: oneOrNone(pages),
  emails: some(mailboxes, 2),
  phones: some(phones, 1),
  languages: some(languages, 2),
};

/** What an entry says, whoever's it is and wherever it stands. */
export type Content = Pick<Listed, TextField | 'kind'> & {
  readonly purpose: (typeof functions)[number];
  readonly level: 0 | 1;
};

const level = fc.constantFrom(0 as const, 1 as const);
export const purpose = mostly('TECHNICAL', functions);
const place = { purpose, level };

/** One field of an entry, or of what a state writes, and its value. */
export const oneField: fc.Arbitrary<Partial<Pick<Content, TextField>>> = fc.oneof(
  fc.record({ name: fc.constantFrom(...names) }),
  ...(['title', 'entity', 'webPage', 'emails', 'phones', 'languages'] as const).map((field) =>
    fc.record({ [field]: fieldValues[field] }),
  ),
);

/** Who is listed again and again, in several directories: two persons and an office. */
const known: readonly Omit<Content, 'purpose' | 'level'>[] = [
  {
    kind: 'PERSON',
    name: 'Anna Tamm',
    title: 'Adviser',
    entity: 'Ministry of Examples',
    webPage: null,
    emails: ['anna.tamm@mfa.example'],
    phones: ['+441632960001'],
    languages: ['en', 'et'],
  },
  {
    kind: 'PERSON',
    name: 'Boris Rebane',
    title: null,
    entity: 'Bureau of Samples',
    webPage: null,
    emails: ['boris@mfa.example'],
    phones: ['+441632960002'],
    languages: ['en'],
  },
  {
    kind: 'OFFICE',
    name: null,
    title: null,
    entity: 'Bureau of Samples',
    webPage: null,
    emails: ['desk@cert.example'],
    phones: ['+441632960002'],
    languages: [],
  },
];

/** One of them, as one directory or another has it. */
const knownAgain: fc.Arbitrary<Content> = fc
  .record({
    who: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.constant(2) },
    ),
    place: fc.record(place),
    otherwise: fc.option(oneField),
    spelled: fc.constantFrom(...names.slice(0, 3)),
  })
  .map(({ who, place: where, otherwise, spelled }) => {
    const person = known[who] ?? known[0];
    if (!person) throw new Error('Nobody is known.');
    return { ...person, name: who === 0 ? spelled : person.name, ...otherwise, ...where };
  });

const anybody: fc.Arbitrary<Content> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      ...place,
      ...fieldValues,
      kind: fc.constant('PERSON' as const),
      name: fc.constantFrom(...names),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...place,
      ...fieldValues,
      kind: fc.constant('OFFICE' as const),
      name: fc.constant(null),
    }),
  },
);

export const content: fc.Arbitrary<Content> = fc.oneof(
  { weight: 3, arbitrary: knownAgain },
  { weight: 1, arbitrary: anybody },
);

/** An entry as its directory lists it. */
export function listedBy(directory: Directory, state: State, said: Content): Listed {
  const { purpose, level, ...values } = said;
  return {
    ...values,
    state,
    function: namesFunctions(directory) ? purpose : null,
    level: levelsOf[directory][level],
    withheld: [],
  };
}
