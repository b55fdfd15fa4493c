import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Telephone, telephoneText } from '../../../platform/contact-details/telephone.ts';
import { type ContactContent, claimedFields } from './claims.ts';

/** A field's value before and after, as lists of text: none for an empty one. */
export const FieldChange = z.object({
  field: z.string(),
  before: z.array(z.string()),
  after: z.array(z.string()),
});
export type FieldChange = z.infer<typeof FieldChange>;

/** A number with all that is known of it, so that a change of its extension alone can be seen. */
function fullTelephone(telephone: Telephone): string {
  const extension = telephone.extension === null ? '' : ` ext. ${telephone.extension}`;
  return `${telephoneText(telephone)}${extension}${telephone.aroundTheClock ? ' (24/7)' : ''}`;
}

/** A value as texts: none for an empty one. */
export function textsOf(value: ContactContent[keyof ContactContent] | undefined): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') return [value];
  return value.map((item) => (typeof item === 'string' ? item : fullTelephone(item)));
}

/** What differs, field by field. An absent side is a contact that does not exist. */
export function differences(
  before: Partial<ContactContent> | null,
  after: Partial<ContactContent> | null,
): FieldChange[] {
  return claimedFields.flatMap((field) => {
    const [was, is] = [before?.[field], after?.[field]];
    const change = { field, before: textsOf(was), after: textsOf(is) };
    const same =
      before && after ? isDeepStrictEqual(was, is) : isDeepStrictEqual(change.before, change.after);
    return same ? [] : [change];
  });
}
