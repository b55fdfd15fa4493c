import { type Likeness, type Listing, likeness } from './likeness.ts';

/**
 * APART: two points of contact, whatever else is alike. CERTAIN: one, and they become one entry by themselves.
 * UNCERTAIN: perhaps one; both are listed, and the state is asked. Where no rule fits they are two, and nobody is asked.
 */
export type Verdict = 'APART' | 'CERTAIN' | 'UNCERTAIN';

export interface Rule {
  readonly name: string;
  /** The rule as a sentence; where the state is asked, the sentence it reads. */
  readonly says: string;
  readonly verdict: Verdict;
  readonly fits: (pair: Likeness) => boolean;
}

/**
 * When are two entries of one state one point of contact? Only entries of different directories, entries of one directory of
 * which it read one from its source and had the other submitted, and the state's own contacts are ever compared: what a region
 * lists as two in one list stays two. The first rule that fits decides.
 */
export const rules: readonly Rule[] = [
  {
    name: 'DIFFERENT_FUNCTIONS',
    says: 'Listed for different functions, they are two points of contact, even of one person.',
    verdict: 'APART',
    fits: ({ sameFunction }) => !sameFunction,
  },
  {
    name: 'DIFFERENT_PERSONS',
    says: 'Two persons whose names have no word in common are two, also where they share a mailbox or a telephone.',
    verdict: 'APART',
    fits: ({ names }) => names === 'DIFFERENT',
  },
  {
    name: 'SAME_NAME_AND_MAILBOX',
    says: 'The same name and a mailbox in common: the same person.',
    verdict: 'CERTAIN',
    fits: ({ names, sharedMailboxes }) => names === 'SAME' && sharedMailboxes > 0,
  },
  {
    name: 'PERSONAL_MAILBOX',
    says: 'A mailbox in common that is called after the person, and names that go together (one shorter, with an initial, or spelled otherwise): the same person.',
    verdict: 'CERTAIN',
    fits: ({ names, personalMailbox }) => names === 'LIKE' && personalMailbox,
  },
  {
    name: 'SAME_NAME_AND_TELEPHONE',
    says: 'The same name and a telephone in common: the same person.',
    verdict: 'CERTAIN',
    fits: ({ names, sharedTelephones }) => names === 'SAME' && sharedTelephones > 0,
  },
  {
    name: 'SAME_OFFICE',
    says: 'Two offices with a mailbox in common, and the same telephone or the same entity: the same office.',
    verdict: 'CERTAIN',
    fits: ({ kinds, sharedMailboxes, sharedTelephones, sameEntity }) =>
      kinds === 'offices' && sharedMailboxes > 0 && (sharedTelephones > 0 || sameEntity),
  },
  {
    name: 'PERSONS_SHARE_MAILBOX',
    says: 'They have a mailbox in common, and their names do not say whether they are one person.',
    verdict: 'UNCERTAIN',
    fits: ({ kinds, sharedMailboxes }) => kinds === 'persons' && sharedMailboxes > 0,
  },
  {
    name: 'OFFICES_SHARE_MAILBOX',
    says: 'Two offices have a mailbox in common, and neither a telephone nor the name of the entity.',
    verdict: 'UNCERTAIN',
    fits: ({ kinds, sharedMailboxes }) => kinds === 'offices' && sharedMailboxes > 0,
  },
  {
    name: 'PERSON_IN_OFFICE',
    says: "A person and an office have just the same mailboxes, or the office's mailbox is called after the person.",
    verdict: 'UNCERTAIN',
    fits: ({ kinds, allMailboxes, personalMailbox }) =>
      kinds === 'a person and an office' && (allMailboxes || personalMailbox),
  },
  {
    name: 'PERSON_AND_OFFICE',
    says: 'A person and an office are two points of contact otherwise, also where the person answers the mailbox of the office.',
    verdict: 'APART',
    fits: ({ kinds }) => kinds === 'a person and an office',
  },
  {
    name: 'LIKE_NAME_AND_TELEPHONE',
    says: 'Their names go together and they have a telephone in common, and no mailbox.',
    verdict: 'UNCERTAIN',
    fits: ({ names, sharedTelephones }) => names === 'LIKE' && sharedTelephones > 0,
  },
  {
    name: 'NAME_AND_ENTITY',
    says: 'Their names go together and they are of the same entity, with neither a mailbox nor a telephone in common.',
    verdict: 'UNCERTAIN',
    fits: ({ names, sameEntity }) => (names === 'SAME' || names === 'LIKE') && sameEntity,
  },
  {
    name: 'NAME_ALONE',
    says: 'They have the same name, and nothing else in common.',
    verdict: 'UNCERTAIN',
    fits: ({ names }) => names === 'SAME',
  },
  {
    name: 'OFFICES_OF_ONE_ENTITY',
    says: 'They are offices of the same entity for the same function, with no mailbox in common.',
    verdict: 'UNCERTAIN',
    fits: ({ kinds, sameEntity }) => kinds === 'offices' && sameEntity,
  },
];

export interface Judgement {
  readonly rule: Rule;
  /** The greater decides where an entry fits several: the earlier rule, then what they have in common. */
  readonly strength: readonly number[];
}

/** The rule that decides on two listings, in either order; null where none fits (a telephone alone may be a switchboard's). */
export function judge(one: Listing, other: Listing): Judgement | null {
  const pair = likeness(one, other);
  const index = rules.findIndex(({ fits }) => fits(pair));
  const rule = rules[index];
  if (!rule) return null;
  const { sharedMailboxes, sharedTelephones, sameEntity } = pair;
  return { rule, strength: [-index, sharedMailboxes, sharedTelephones, Number(sameEntity)] };
}

/** Above zero where the first is the stronger. */
export function compareStrength(one: readonly number[], other: readonly number[]): number {
  for (const [place, value] of one.entries()) {
    const difference = value - (other[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
