import { registerEnumType } from 'type-graphql';
import {
  contactFunctions,
  contactKinds,
  entryStatuses,
  heldDecisions,
  officialLanguages,
  pullOutcomes,
  regionalChangeKinds,
  regionalGroups,
} from './terms.ts';

// The same terms for GraphQL: type-graphql wants an object whose identity it can remember.
function graphqlEnum<T extends string>(
  name: string,
  values: readonly T[],
  description: string,
): Record<T, T> {
  const object = Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;
  registerEnumType(object, { name, description });
  return object;
}

export const ContactFunctionEnum = graphqlEnum(
  'ContactFunction',
  contactFunctions,
  'What a point of contact is for.',
);
export const ContactKindEnum = graphqlEnum(
  'ContactKind',
  contactKinds,
  'A named person, or an office without one.',
);
export const LanguageEnum = graphqlEnum(
  'Language',
  officialLanguages,
  'The official languages of the United Nations.',
);
export const RegionalGroupEnum = graphqlEnum(
  'RegionalGroup',
  regionalGroups,
  'The regional groups of Member States.',
);
export const EntryStatusEnum = graphqlEnum(
  'RegionalEntryStatus',
  entryStatuses,
  'PRESENT: listed. ABSENT: no longer listed where that alone means nothing. REMOVED: taken out by the directory.',
);
export const PullOutcomeEnum = graphqlEnum('PullOutcome', pullOutcomes, 'How a pull ended.');
export const HeldDecisionEnum = graphqlEnum(
  'HeldDecision',
  heldDecisions,
  'How a hold ended. LIFTED: a later read no longer takes away what was held. TAKEN_OVER: a later pull was held in its ' +
    'turn, and what still waits waits there.',
);
export const RegionalChangeKindEnum = graphqlEnum(
  'RegionalChangeKind',
  regionalChangeKinds,
  'ADDED, CHANGED, REMOVED. ABSENT: no longer listed where that alone means nothing. RETURNED: absent or removed before, ' +
    'and listed again. NOTED: only its marks changed, such as which fields are withheld.',
);
