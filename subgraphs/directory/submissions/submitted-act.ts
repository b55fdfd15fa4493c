import { z } from 'zod';
import { ContactFunction, ContactKind, officialLanguages } from '../../../platform/vocabulary/terms.ts';
import { weekdays } from '../contacts/availability.ts';
import { FieldChange } from '../contacts/changes.ts';
import type { ContactRequest } from '../contacts/direct-statement.ts';
import { textFields } from '../contacts/texts.ts';

export const submittedActKinds = ['ADD', 'CHANGE', 'REMOVE'] as const;
export type SubmittedActKind = (typeof submittedActKinds)[number];

const text = z.string().nullish();
const list = z.array(z.string()).nullish();
const date = z.union([z.date(), z.iso.datetime().transform((written) => new Date(written))]).nullish();

/** Every field that a state may write itself: the compiler asks for a new one here, so that none is lost between entry and yes. */
const fields = {
  function: ContactFunction.nullish(),
  kind: ContactKind.nullish(),
  name: text,
  title: text,
  entity: text,
  webPage: text,
  emails: list,
  phones: list,
  languages: list,
  texts: z
    .array(
      z.object({
        field: z.enum(textFields),
        language: z.enum(officialLanguages),
        text: z.string(),
        unofficial: z.boolean().nullish(),
      }),
    )
    .nullish(),
  availability: z
    .object({
      timeZone: z.string(),
      aroundTheClock: z.boolean().nullish(),
      hours: z
        .array(z.object({ days: z.array(z.enum(weekdays)), from: z.string(), to: z.string() }))
        .nullish(),
    })
    .nullish(),
  publicKeys: list,
  changedOn: date,
} satisfies { readonly [F in keyof Required<ContactRequest>]: z.ZodType };

/** What was entered of a contact, as it came in: it is judged anew when it takes effect. */
export const EnteredContact = z.object(fields);
export type EnteredContact = z.infer<typeof EnteredContact>;

const changes = z.array(FieldChange);

/**
 * One act of a submission. `changes`: how it differed from what stood when it was entered; once it took effect, what it did.
 * `contactId` of what is added is known once it took effect.
 */
export const SubmittedAct = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ADD'), contactId: z.string().nullable(), input: EnteredContact, changes }),
  z.object({
    kind: z.literal('CHANGE'),
    contactId: z.string(),
    revision: z.number(),
    input: EnteredContact,
    changes,
  }),
  z.object({
    kind: z.literal('REMOVE'),
    contactId: z.string(),
    revision: z.number(),
    reason: z.string(),
    changes,
  }),
]);
export type SubmittedAct = z.infer<typeof SubmittedAct>;
