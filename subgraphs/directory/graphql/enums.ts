import { registerEnumType } from 'type-graphql';
import { weekdays } from '../contacts/availability.ts';
import { linkExtents } from '../contacts/linkage.ts';
import { findingSeverities } from '../nomination/finding.ts';
import { audiences } from '../opening/audiences.ts';
import { entryOutcomeKinds, type OutcomeCause, outcomeCauses } from '../organisations/outcome.ts';
import { participationStatuses } from '../participation/standing.ts';
import { reviewLinkStatuses } from '../review/link.ts';
import { reviewIntervals } from '../review/schedule.ts';
import { conflictResolutions, conflictStatuses } from '../storage/conflict-row.ts';
import { consentStatuses, copiesOnWithdrawal, copyModes } from '../storage/consent-row.ts';
import { revisionActions } from '../storage/contact-revision-row.ts';
import { refusals } from '../storage/entry-decision-row.ts';
import { nominationModels } from '../storage/nomination-rows.ts';
import { changeKinds, proposalStatuses } from '../storage/proposal-row.ts';
import { submissionAwaits, submissionStatuses } from '../storage/submission-rows.ts';
import { deliveryStatuses } from '../storage/webhook-row.ts';
import { submittedActKinds } from '../submissions/submitted-act.ts';

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
export const AudienceEnum = graphqlEnum(
  'Audience',
  audiences,
  'To whom the directory may be opened beyond states, one after the other. REGIONAL_ORGANISATIONS: those whose directories are followed. NON_GOVERNMENTAL: bodies that a state sponsors. PUBLIC: anybody, without sign-in.',
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
  'What happened to a contact. KEPT: the state made a copy its own. RELEASED: it gave a field back to its source. MERGED: it is copied from one more entry, which was another contact or would have been. SPLIT: an entry left it.',
);
export const RefusalEnum = graphqlEnum(
  'Refusal',
  refusals,
  'ENTRY: it is not copied, whatever it says. CONTENT: it is not copied as it is now; another content is asked about anew.',
);
export const EntryOutcomeKindEnum = graphqlEnum(
  'EntryOutcomeKind',
  entryOutcomeKinds,
  'What became of an entry. COPIED into the global directory. WAITING for an answer of its state. IN_CONFLICT: copied, and another source differs. REFUSED by its state. NOT_COVERED by a consent. NOT_ELIGIBLE: no Member State. SET_ASIDE: the record could not be used. REMOVED: its directory no longer has it, and its copy is gone.',
);
const causes = Object.keys(outcomeCauses).filter((key): key is OutcomeCause => key in outcomeCauses);
export const EntryOutcomeCauseEnum = graphqlEnum(
  'EntryOutcomeCause',
  causes,
  'Why an entry has its outcome, for programs; "reason" says the same for people.',
);
export const WebhookDeliveryStatusEnum = graphqlEnum(
  'WebhookDeliveryStatus',
  deliveryStatuses,
  'WAITING for its first or next attempt. DELIVERED: answered 200 to 299. FAILED: given up, a dead letter that can be replayed.',
);
export const ConflictStatusEnum = graphqlEnum(
  'ConflictStatus',
  conflictStatuses,
  'Whether sources still differ without anybody having said which counts.',
);
export const ConflictResolutionEnum = graphqlEnum(
  'ConflictResolution',
  conflictResolutions,
  "CHOICE: the state chose. PRECEDENCE: the state's order decides. OWN: the state wrote the field. AGREEMENT: no difference is left.",
);
export const PrecedenceScopeEnum = graphqlEnum(
  'PrecedenceScope',
  ['FUNCTION', 'FIELD'],
  'FUNCTION: for all fields of the contacts of a function. FIELD: for one field of all contacts.',
);
export const ReviewIntervalEnum = graphqlEnum(
  'ReviewInterval',
  reviewIntervals,
  'How long after its confirmation a contact is to be confirmed again.',
);
export const ConfirmedByEnum = graphqlEnum(
  'ConfirmedBy',
  ['STATE', 'REGION'],
  'STATE: its state wrote or confirmed it here. REGION: a regional directory that it is copied from vouches for it.',
);
export const ReviewLinkStatusEnum = graphqlEnum(
  'ReviewLinkStatus',
  reviewLinkStatuses,
  'OPEN: it can confirm. USED: all that it could confirm is confirmed, or gone. EXPIRED: its time is over.',
);
export const LinkExtentEnum = graphqlEnum(
  'LinkExtent',
  linkExtents,
  "WHOLE: every value follows the region. PART: some fields are the state's own word, and follow nothing.",
);
export const SubmissionStatusEnum = graphqlEnum(
  'SubmissionStatus',
  submissionStatuses,
  "WAITING for a yes. CONFIRMED: it took effect. REFUSED by the state's authority. WITHDRAWN by the custodian. EXPIRED: nobody said yes in time, and nothing took effect.",
);
export const SubmissionAwaitsEnum = graphqlEnum(
  'SubmissionAwaits',
  submissionAwaits,
  "AUTHORITY: the state's own. SECOND_OFFICER: of a state without an authority that can sign in, another officer of the custodian than the one who entered it.",
);
export const SubmittedActKindEnum = graphqlEnum(
  'SubmittedActKind',
  submittedActKinds,
  'ADD, CHANGE or REMOVE a contact.',
);
export const WeekdayEnum = graphqlEnum('Weekday', weekdays, 'A day of the week.');
export const PublicKeyStatusEnum = graphqlEnum(
  'PublicKeyStatus',
  ['VALID', 'EXPIRED', 'REVOKED'],
  'Whether a key can be used now. EXPIRED: its time is over. REVOKED: its owner said not to use it any more.',
);
export const ParticipationStatusEnum = graphqlEnum(
  'ParticipationStatus',
  participationStatuses,
  'How a state stands to the directory. NONE: it takes no part yet. TAKING_PART: it joined, or has a consent or a contact. PAUSED: it stands aside and may resume at any time. LEAVING: it left, and can take that back for a while. LEFT: it left for good, and may join anew.',
);
export const NominationModelEnum = graphqlEnum(
  'NominationModel',
  nominationModels,
  'PER_FUNCTION: one or more points of contact for each function. SINGLE: one for all functions, which routes to the bodies behind it.',
);
export const FindingSeverityEnum = graphqlEnum(
  'FindingSeverity',
  findingSeverities,
  'ERROR: it cannot be saved so. DUPLICATE: the state may list it already. WARNING: it should be looked at.',
);
