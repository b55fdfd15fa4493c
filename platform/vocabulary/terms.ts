import { z } from 'zod';

// The glossary: closed lists of the field's own terms, as the API spells them.

/** What a point of contact is for (¶30). */
export const contactFunctions = ['DIPLOMATIC', 'TECHNICAL', 'LEGAL', 'ASSISTANCE'] as const;
export const ContactFunction = z.enum(contactFunctions);
export type ContactFunction = z.infer<typeof ContactFunction>;

/** A named person, or an office with a shared mailbox or telephone (¶32). */
export const contactKinds = ['PERSON', 'OFFICE'] as const;
export const ContactKind = z.enum(contactKinds);
export type ContactKind = z.infer<typeof ContactKind>;

/** The six official languages of the United Nations. */
export const officialLanguages = ['AR', 'EN', 'ES', 'FR', 'RU', 'ZH'] as const;
export type Language = (typeof officialLanguages)[number];

export const regionalGroups = [
  'AFRICAN',
  'ASIA_PACIFIC',
  'EASTERN_EUROPEAN',
  'LATIN_AMERICAN_CARIBBEAN',
  'WESTERN_EUROPEAN_AND_OTHERS',
] as const;
export type RegionalGroup = (typeof regionalGroups)[number];

/** PRESENT: listed. ABSENT: a read no longer lists it and that means nothing by itself. REMOVED: the directory took it out. */
export const entryStatuses = ['PRESENT', 'ABSENT', 'REMOVED'] as const;
export const EntryStatus = z.enum(entryStatuses);
export type EntryStatus = z.infer<typeof EntryStatus>;

/**
 * How a pull ended. UNCHANGED and CHANGED: the whole source was read. INCOMPLETE: part of it was, and nothing was removed.
 * HELD: it would remove too much and waits for the custodian. FAILED: nothing could be read.
 */
export const pullOutcomes = ['RUNNING', 'UNCHANGED', 'CHANGED', 'INCOMPLETE', 'HELD', 'FAILED'] as const;
export const PullOutcome = z.enum(pullOutcomes);
export type PullOutcome = z.infer<typeof PullOutcome>;

/**
 * How a hold ended. LIFTED: a later read no longer takes away what was held. TAKEN_OVER: a later pull was held in its turn,
 * and what still waits waits there.
 */
export const heldDecisions = ['APPROVED', 'REJECTED', 'LIFTED', 'TAKEN_OVER'] as const;
export const HeldDecision = z.enum(heldDecisions);
export type HeldDecision = z.infer<typeof HeldDecision>;

/** The fields of a point of contact that a consent can name, and that have a provenance each. */
export const contactFields = ['name', 'title', 'entity', 'webPage', 'emails', 'phones', 'languages'] as const;
export const ContactField = z.enum(contactFields);
export type ContactField = z.infer<typeof ContactField>;

/**
 * What a change feed reports of an entry. ABSENT: a complete read no longer lists it and that means nothing by itself.
 * RETURNED: it was absent or removed and is listed again. NOTED: only its marks changed, such as which fields are withheld.
 */
export const regionalChangeKinds = ['ADDED', 'CHANGED', 'REMOVED', 'ABSENT', 'RETURNED', 'NOTED'] as const;
export const RegionalChangeKind = z.enum(regionalChangeKinds);
export type RegionalChangeKind = z.infer<typeof RegionalChangeKind>;
