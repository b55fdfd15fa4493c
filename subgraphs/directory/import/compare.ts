import { isDeepStrictEqual } from 'node:util';
import { availabilityRecord } from '../export/availability-text.ts';
import { recordOf } from '../export/contact-record.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { ImportedField, ImportedValues } from './imported-file.ts';

/** What a file of this contact would say of it. */
export function valuesOf(contact: ContactRow): Required<ImportedValues> {
  const { function: purpose, kind, name, title, entity, webPage, ...record } = recordOf(contact);
  return {
    function: purpose,
    kind,
    name,
    title,
    entity,
    webPage,
    emails: record.emails,
    phones: record.phones.map(({ text }) => text),
    languages: record.languages,
    texts: record.texts,
    availability: record.availability && availabilityRecord(record.availability),
    publicKeys: record.publicKeys,
  };
}

const originals: readonly ImportedField[] = ['name', 'title', 'entity'];

/**
 * What a row says otherwise than it stands. What is the same stays whose word it is: a copied field that is imported as it is
 * goes on following its source.
 */
export function saidOtherwise(values: ImportedValues, contact: ContactRow): ImportedValues {
  const stands = valuesOf(contact);
  const given = Object.keys(values).filter((field): field is ImportedField => field in stands);
  const differing = given.filter((field) => !isDeepStrictEqual(plain(values[field]), plain(stands[field])));
  // A text in another language is of the original that it is said beside.
  const saysTexts = (values.texts?.length ?? 0) > 0 && originals.some((field) => differing.includes(field));
  const fields = new Set<string>(saysTexts ? [...differing, 'texts'] : differing);
  return Object.fromEntries(Object.entries(values).filter(([field]) => fields.has(field)));
}

/** One spelling of a value: what programs change when they save a file means nothing. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC').replace(/\r\n?/g, '\n').trim() || null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
