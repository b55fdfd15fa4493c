import { z } from 'zod';

/** The elements of a contact point besides its state, as the feed names them. */
export const elementNames = [
  'institution',
  'unit',
  'name',
  'title',
  'functionalEmail',
  'email',
  'phone',
  'phone24x7',
  'languages',
  'pgpFingerprint',
  'website',
  'lastConfirmed',
  'changedOn',
  'notifiedOn',
  'source',
] as const;
export type ElementName = (typeof elementNames)[number];

export const OsceElement = z.object({
  /** Null where it is withheld and nothing is known from before: unknown, which is not empty. */
  value: z.string().nullable(),
  /** BCP 47, from `xml:lang`. */
  lang: z.string().nullable(),
  withheld: z.boolean(),
});
export type OsceElement = z.infer<typeof OsceElement>;

/** One `contactPoint` of the feed; an element that is missing or empty has an empty list. */
export const OsceRecord = z.object({
  id: z.string(),
  level: z.enum(['POLICY', 'TECHNICAL']),
  rank: z.enum(['primary', 'alternate']),
  participatingState: z.string(),
  elements: z.record(z.enum(elementNames), z.array(OsceElement)),
});
export type OsceRecord = z.infer<typeof OsceRecord>;
