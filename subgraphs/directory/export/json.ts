import { availabilityRecord } from './availability-text.ts';
import type { ContactRecord } from './contact-record.ts';

/** How the product's own JSON begins; its shape is that of the API's `Contact`. */
export const jsonHead = '{"format":"crosspoint-contacts","version":1,"contacts":[\n';
export const jsonTail = '\n]}\n';

/** A point of contact as the product's own JSON: every field by the name that the API gives it, empty ones too. */
export function jsonOf({ notShown, updatedAt, ...record }: ContactRecord): string {
  const hidden = new Set(notShown);
  const { iso3, phones, texts, availability, publicKeys, ...fields } = record;
  const written = {
    ...fields,
    state: iso3,
    phones: phones.map(({ text }) => text),
    telephones: phones.map(({ text: _text, ...telephone }) => telephone),
    texts,
    availability: availability && availabilityRecord(availability),
    publicKeys,
  };
  const shown = Object.entries(written).filter(
    ([field]) => !hidden.has(field === 'telephones' ? 'phones' : field),
  );
  return JSON.stringify({
    ...Object.fromEntries(shown),
    ...(updatedAt === null ? {} : { updatedAt }),
    ...(notShown.length === 0 ? {} : { notShown }),
  });
}
