import { parseEmails } from '../../platform/contact-details/emails.ts';
import { parseLanguages } from '../../platform/contact-details/languages.ts';
import { holdsTelephone } from '../../platform/contact-details/telephone.ts';
import { recogniseParticipant } from '../../platform/states/recognise.ts';
import { memberState } from '../../platform/states/states.ts';
import { type ContactField, contactFields } from '../../platform/vocabulary/terms.ts';
import type { EntryContent, EntryDetails, Meaning } from '../contract.ts';
import { parseDate } from '../formats/dates.ts';
import { institutionNames } from './institution.ts';
import { phonesOf } from './phones.ts';
import { type ElementName, elementNames, type OsceRecord } from './record.ts';
import { webPageOf } from './web-page.ts';

/** What a contact point of the feed means in the product's terms. */
export function normaliseOsce(record: OsceRecord): Meaning {
  const { id: sourceKey, participatingState: participant, elements } = record;
  const recognised = recogniseParticipant(participant);
  if (recognised.kind === 'unknown') {
    const reason = `Its participatingState is “${participant}”, which is no name of a participating State that is known. Check how it is written.`;
    return { kind: 'set-aside', sourceKey, reason };
  }
  const iso3 = recognised.kind === 'state' ? recognised.iso3 : null;
  const iso2 = iso3 === null ? null : (memberState(iso3)?.iso2 ?? null);

  const problems: string[] = [];
  const single = (name: ElementName): string | null => {
    const [first = null, ...more] = valuesOf(record, name);
    for (const other of more.filter((value) => value !== first)) {
      problems.push(`${name} is given more than once; “${first}” is used, and “${other}” is not.`);
    }
    return first;
  };
  /** Reads the one value of an element, where it can be used. */
  const read = <T>(
    name: ElementName,
    parse: (written: string) => T | null,
    expected: string,
  ): T | undefined => {
    const written = single(name);
    const value = written === null ? null : parse(written);
    if (written !== null && value === null) {
      problems.push(`${name} is “${written}”, which is not ${expected}; the rest is used.`);
    }
    return value ?? undefined;
  };

  const named = institutionNames(elements.institution, problems);
  const unit = single('unit');
  const reference = single('source');
  const details: EntryDetails = {
    ...defined('unit', unit),
    ...defined('entityNames', named.byLanguage),
    ...defined('reference', reference),
    ...defined(
      'pgpFingerprint',
      read('pgpFingerprint', fingerprint, 'a fingerprint of 40 or 64 hexadecimal digits'),
    ),
    ...defined('lastConfirmedOn', read('lastConfirmed', parseDate, calendarDate)),
    ...defined('changedOn', read('changedOn', parseDate, calendarDate)),
    ...defined('notifiedOn', read('notifiedOn', parseDate, calendarDate)),
  };
  const entry: EntryContent = {
    participant,
    iso3,
    function: record.level === 'POLICY' ? 'DIPLOMATIC' : 'TECHNICAL',
    level: record.rank === 'primary' ? 'PRIMARY' : 'ALTERNATE',
    kind: elements.name.length === 0 ? 'OFFICE' : 'PERSON',
    name: single('name'),
    title: single('title'),
    entity: named.preferred,
    webPage: read('website', webPageOf, 'the address of a web page') ?? null,
    emails: emailsOf(record, problems),
    phones: phonesOf(numbers(record, 'phone', problems), numbers(record, 'phone24x7', problems), iso2),
    languages: languagesOf(record, problems),
    withheld: withheldFields(record),
    details,
  };
  return { kind: 'entry', sourceKey, entry, problems };
}

const calendarDate = 'a date of the calendar written DD.MM.YYYY';

function defined<K extends string, V>(key: K, value: V | null | undefined): Partial<Record<K, V>> {
  const made: Partial<Record<K, V>> = {};
  if (value !== null && value !== undefined) made[key] = value;
  return made;
}

function valuesOf({ elements }: OsceRecord, name: ElementName): string[] {
  return elements[name].flatMap(({ value }) => value ?? []);
}

function emailsOf(record: OsceRecord, problems: string[]): string[] {
  const found = new Map<string, string>();
  for (const name of ['functionalEmail', 'email'] as const) {
    for (const written of valuesOf(record, name)) {
      const { emails, rejected } = parseEmails(written);
      for (const email of emails) {
        const key = email.toLowerCase();
        if (!found.has(key)) found.set(key, email);
      }
      for (const other of rejected) {
        problems.push(`${name} has “${other}”, which is not an e-mail address; the rest is used.`);
      }
    }
  }
  return [...found.values()];
}

function numbers(record: OsceRecord, name: 'phone' | 'phone24x7', problems: string[]): string[] {
  return valuesOf(record, name).filter((written) => {
    if (holdsTelephone(written)) return true;
    problems.push(`${name} is “${written}”, which is not a telephone number; the rest is used.`);
    return false;
  });
}

function languagesOf(record: OsceRecord, problems: string[]): string[] {
  const { languages, unknown } = parseLanguages(valuesOf(record, 'languages').join(' '));
  for (const word of unknown) {
    problems.push(`languages has “${word}”, which is no language that is known; the rest is used.`);
  }
  return languages;
}

function fingerprint(written: string): string | null {
  const digits = written.replace(/\s/g, '').toUpperCase();
  return /^([0-9A-F]{40}|[0-9A-F]{64})$/.test(digits) ? digits : null;
}

/** The contact fields that elements of the feed make; the other elements are details. */
const contactFieldOf: Partial<Record<ElementName, ContactField>> = {
  institution: 'entity',
  name: 'name',
  title: 'title',
  functionalEmail: 'emails',
  email: 'emails',
  phone: 'phones',
  phone24x7: 'phones',
  languages: 'languages',
  website: 'webPage',
};

function withheldFields({ elements }: OsceRecord): ContactField[] {
  const concerned = elementNames
    .filter((name) => elements[name].some(({ withheld }) => withheld))
    .map((name) => contactFieldOf[name]);
  return contactFields.filter((field) => concerned.includes(field));
}
