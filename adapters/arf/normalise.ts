import { parseEmails } from '../../platform/contact-details/emails.ts';
import { memberState } from '../../platform/states/states.ts';
import type { ContactField } from '../../platform/vocabulary/terms.ts';
import type { EntryContent, EntryDetails, Meaning } from '../contract.ts';
import { lines, plainText, values } from './cells.ts';
import { readDate } from './dates.ts';
import { personName } from './names.ts';
import { recogniseCountry } from './participants.ts';
import { type ArfCell, type ArfField, type ArfRecord, contactFields } from './record.ts';
import { readNumbers } from './telephones.ts';

/** One level of one row to an entry. A level is no function: the state says which one it is (D6). */
export function normalise(record: ArfRecord): Meaning {
  const country = record.country.text;
  if (country === null) return { kind: 'set-aside', reason: withoutCountry(record.country) };
  const participant = recogniseCountry(country);
  if (participant.kind === 'unknown') return { kind: 'set-aside', reason: unknownCountry(record.country) };
  const iso3 = participant.kind === 'state' ? participant.iso3 : null;
  const read = readFields(record, iso3);
  const { name, title, entity, emails, phones } = read;
  if (!name && !title && !entity && emails.length === 0 && phones.length === 0 && !read.details.faxes) {
    const reasons = read.problems.length > 0 ? read.problems : ['Nothing in it names a point of contact.'];
    return { kind: 'set-aside', reason: reasons.join(' ') };
  }
  const entry: EntryContent = {
    participant: lines(country).join(' '),
    iso3,
    function: null,
    level: record.level,
    kind: name ? 'PERSON' : 'OFFICE',
    name,
    title,
    entity,
    webPage: null,
    emails,
    phones,
    languages: [],
    withheld: withheldFields(record),
    details: read.details,
  };
  return { kind: 'entry', sourceKey: null, entry, problems: read.problems };
}

/** A cell that shows an error has the value that the entry's last edition gave it, and stays marked as unknown. */
export function carryOver(previous: ArfRecord, current: ArfRecord): ArfRecord {
  const carried = { ...current };
  for (const field of contactFields) {
    const cell = current[field];
    if (cell.error !== null && cell.text === null) carried[field] = { ...cell, text: previous[field].text };
  }
  return carried;
}

const fieldOf: Readonly<Record<ArfField, ContactField | null>> = {
  name: 'name',
  designation: 'title',
  agency: 'entity',
  telephone: 'phones',
  email: 'emails',
  fax: null,
};

function withheldFields(record: ArfRecord): ContactField[] {
  return contactFields
    .filter((field) => record[field].error !== null)
    .flatMap((field) => fieldOf[field] ?? []);
}

function readFields(record: ArfRecord, iso3: string | null) {
  const iso2 = (iso3 && memberState(iso3)?.iso2) || null;
  const problems = [...contactFields, 'remarks' as const, 'asOf' as const].flatMap((field) => {
    const { at, error } = record[field];
    return error === null ? [] : [`${at}: the cell ${error}.`];
  });
  const telephone = readNumbers(record.telephone.text, iso2, 'telephone');
  const fax = readNumbers(record.fax.text, iso2, 'fax');
  const email = parseEmails(values(record.email.text ?? '').join('\n'));
  for (const text of telephone.rejected) problems.push(unusable(record.telephone, text, 'telephone number'));
  for (const text of fax.rejected) problems.push(unusable(record.fax, text, 'fax number'));
  for (const text of email.rejected) problems.push(unusable(record.email, text, 'e-mail address'));
  const faxes = [...new Set([...telephone.faxes, ...fax.faxes])];
  const remarks = plainText(record.remarks.text);
  const asOf = asOfDate(record.asOf, problems);
  const details: EntryDetails = {
    ...(faxes.length > 0 ? { faxes } : {}),
    ...(remarks ? { remarks } : {}),
    ...(asOf ? { asOf } : {}),
  };
  return {
    name: personName(record.name.text),
    title: plainText(record.designation.text),
    entity: plainText(record.agency.text),
    emails: email.emails,
    phones: telephone.phones,
    details,
    problems,
  };
}

function asOfDate(cell: ArfCell, problems: string[]): string | null {
  const text = plainText(cell.text);
  const date = text ? readDate(text) : null;
  if (text && !date) problems.push(`${unusable(cell, text, 'date')} Write it like 15 March 2026.`);
  return date;
}

function unusable({ at }: ArfCell, text: string, what: string): string {
  return `${at}: “${text}” is no ${what} that can be read.`;
}

function withoutCountry({ at, error }: ArfCell): string {
  const why = error === null ? 'is empty, and no row directly above gives it' : error;
  return `${at}: the cell ${why}. Write the country into the row, or merge its cell down to it.`;
}

function unknownCountry({ at, text }: ArfCell): string {
  return `${at}: “${lines(text ?? '').join(' ')}” is no participant that is known. Write the country's usual English name.`;
}
