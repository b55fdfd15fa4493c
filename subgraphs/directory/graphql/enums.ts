import { registerEnumType } from 'type-graphql';
import { consentStatuses, copiesOnWithdrawal, copyModes } from '../storage/consent-row.ts';
import { revisionActions } from '../storage/contact-revision-row.ts';
import { changeKinds, proposalStatuses } from '../storage/proposal-row.ts';

function graphqlEnum<T extends string>(name: string, values: readonly T[], description: string) {
  const object: Record<string, T> = Object.fromEntries(values.map((value) => [value, value]));
  registerEnumType(object, { name, description });
  return object;
}

export const CopyModeEnum = graphqlEnum(
  'CopyMode',
  copyModes,
  "AUTOMATIC: each regional change is copied. REVIEW: each change waits for the state's yes.",
);
export const ConsentStatusEnum = graphqlEnum(
  'ConsentStatus',
  consentStatuses,
  'Whether a consent is in force, or how it ended.',
);
export const CopiesOnWithdrawalEnum = graphqlEnum(
  'CopiesOnWithdrawal',
  copiesOnWithdrawal,
  "WITHDRAW: the copies go. KEEP: they become the state's own.",
);
export const FieldOriginEnum = graphqlEnum(
  'FieldOrigin',
  ['DIRECT', 'COPIED'],
  'DIRECT: the state wrote the field itself, or made it its own. COPIED: it comes from a regional directory.',
);
export const ChangeKindEnum = graphqlEnum('ChangeKind', changeKinds, 'What a change does to a contact.');
export const ProposalStatusEnum = graphqlEnum(
  'ProposalStatus',
  proposalStatuses,
  'WAITING for an answer, answered, or SUPERSEDED: the question does not arise any more.',
);
export const RevisionActionEnum = graphqlEnum(
  'RevisionAction',
  revisionActions,
  'What happened to a contact. KEPT: the state made a copy its own.',
);
