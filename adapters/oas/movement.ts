import { z } from 'zod';

/** Missing, null and text of blanks are one thing: not said. Characters that nobody sees are blanks; no database takes them all. */
const Text = z
  .string()
  .max(2000)
  .nullish()
  .transform((text) => text?.replace(/(?:(?![\r\n])[\p{Cc} ])+/gu, ' ').trim() || null);

const visible = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u);

/** One movement as the API gives it. It never changes; later ones correct or remove. */
export const OasMovement = z.object({
  id: z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  point_id: visible(200),
  action: visible(50),
  country: Text,
  full_name: Text,
  official_position: Text,
  affiliated_institution: Text,
  email: Text,
  telephone: Text,
  languages: Text,
  category: Text,
  note_verbale_ref: Text,
  note_date: Text,
});
export type OasMovement = z.infer<typeof OasMovement>;

/** A page as such; each of its movements is parsed by itself, so that one bad one leaves the others. */
export const OasPage = z.object({
  data: z.array(z.unknown()),
  next: z.number().int().nonnegative().nullish(),
  has_more: z.boolean(),
});
export type OasPage = z.infer<typeof OasPage>;
