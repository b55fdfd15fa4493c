import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Telephone, telephoneText } from '../../../platform/contact-details/telephone.ts';
import { availabilityTexts } from './availability.ts';
import { type ClaimedField, type ContactContent, claimedFields } from './claims.ts';
import { publicKeyText } from './public-key.ts';
import { saidAs } from './texts.ts';

/** A field's value before and after, as the API shows it: lists of text, none for an empty one. */
export const FieldChange = z.object({
  field: z.string(),
  before: z.array(z.string()),
  after: z.array(z.string()),
});
export type FieldChange = z.infer<typeof FieldChange>;

type Value = ContactContent[keyof ContactContent] | undefined;

/** A value as the API shows it, as texts: none for an empty one. */
export function textsOf(value: Value): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return availabilityTexts(value);
  return value.map((item) => {
    if (typeof item === 'string') return item;
    if ('fingerprint' in item) return publicKeyText(item);
    return 'beside' in item ? saidAs(item) : telephoneText(item);
  });
}

/** Telephones with what `phones` does not show: the extension, and that a number is answered around the clock. */
export function telephonesOf(value: Value, more: (telephone: Telephone) => string = () => ''): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    if (typeof item === 'string' || !('e164' in item)) return [];
    const extension = item.extension === null ? '' : ` ext. ${item.extension}`;
    return [`${telephoneText(item)}${extension}${item.aroundTheClock ? ' (24/7)' : ''}${more(item)}`];
  });
}

/** What differs, field by field. An absent side is a contact that does not exist. */
export function differences(
  before: Partial<ContactContent> | null,
  after: Partial<ContactContent> | null,
): FieldChange[] {
  return claimedFields.flatMap((field) => changesOf(field, before?.[field], after?.[field]));
}

/**
 * How one field differs. What of a telephone `phones` does not show is told under `telephones`, where there is anything: nothing
 * changes unseen.
 */
export function changesOf(field: ClaimedField, was: Value, is: Value): FieldChange[] {
  const change = { field, before: textsOf(was), after: textsOf(is) };
  const shown = isDeepStrictEqual(change.before, change.after) ? [] : [change];
  if (field !== 'phones' || isDeepStrictEqual(was, is)) return shown;
  const told = { field: 'telephones', before: telephonesOf(was), after: telephonesOf(is) };
  const isPlain =
    isDeepStrictEqual(told.before, change.before) && isDeepStrictEqual(told.after, change.after);
  if (!isPlain && !isDeepStrictEqual(told.before, told.after)) return [...shown, told];
  if (shown.length > 0 || !was || !is) return shown;
  const written = ({ asWritten }: Telephone) => `, written ${asWritten}`;
  return [{ field: 'telephones', before: telephonesOf(was, written), after: telephonesOf(is, written) }];
}
