import { z } from 'zod';
import { Telephone } from '../../../platform/contact-details/telephone.ts';
import { ContactFunction, ContactKind, EntryStatus } from '../../../platform/vocabulary/terms.ts';
import { AnsweredInstant } from './source-facts.ts';

const text = z.string().nullable();

/** An entry of a regional directory as its adapter gives it. It passes through here and is never stored as such. */
export const RegionalEntry = z.object({
  sourceKey: z.string(),
  /** Null for a participant that is no Member State. */
  state: z.object({ iso3: z.string() }).nullable(),
  function: ContactFunction.nullable(),
  level: text,
  kind: ContactKind,
  name: text,
  title: text,
  entity: text,
  webPage: text,
  emails: z.array(z.string()),
  telephones: z.array(Telephone),
  languages: z.array(z.string()),
  status: EntryStatus,
  /** The sequence number of its last change in the feed. */
  position: z.int(),
  withheld: z.array(z.string()),
  lastSeenAt: AnsweredInstant,
  // What its source says of when, where it does: YYYY-MM-DD, or YYYY-MM.
  asOf: text.optional(),
  lastConfirmedOn: text.optional(),
  changedOn: text.optional(),
  notifiedOn: text.optional(),
});
export type RegionalEntry = z.infer<typeof RegionalEntry>;

export const entryFields = `sourceKey state { iso3 } function level kind name title entity webPage emails
  telephones { e164 extension asWritten aroundTheClock } languages status position withheld lastSeenAt
  asOf lastConfirmedOn changedOn notifiedOn`;
