import type { Instant } from '../../../platform/clock/clock.ts';
import { memberState } from '../../../platform/states/states.ts';
import {
  type ContactFunction,
  type ContactKind,
  contactFields,
  officialLanguages,
} from '../../../platform/vocabulary/terms.ts';
import type { Availability } from '../contacts/availability.ts';
import { telephoneOf } from '../contacts/direct-values.ts';
import { type SaidText, textFields } from '../contacts/texts.ts';
import { shownFieldsOf } from '../opening/released-contact.ts';
import type { ContactRow } from '../storage/contact-row.ts';

/** A telephone number as the formats carry it. */
export interface TelephoneRecord {
  readonly e164: string | null;
  readonly extension: string | null;
  readonly asWritten: string;
  readonly aroundTheClock: boolean;
  /** Read as a state's own word, it means the same number. */
  readonly text: string;
}

/** A name, title or entity in an official language. */
export type TextRecord = Omit<SaidText, 'beside'>;

/** A point of contact as every format carries it: what its reader is shown of it, and nothing else. */
export interface ContactRecord {
  readonly id: string;
  readonly iso3: string;
  readonly function: ContactFunction;
  readonly kind: ContactKind;
  readonly level: string | null;
  readonly name: string | null;
  readonly title: string | null;
  readonly entity: string | null;
  readonly webPage: string | null;
  readonly emails: readonly string[];
  readonly phones: readonly TelephoneRecord[];
  readonly languages: readonly string[];
  readonly texts: readonly TextRecord[];
  readonly availability: Availability | null;
  /** OpenPGP, armoured. */
  readonly publicKeys: readonly string[];
  /** Null for a reader who is shown some fields only. */
  readonly updatedAt: Instant | null;
  /** The fields that its reader is not shown. They are not empty. */
  readonly notShown: readonly string[];
}

/** The contact as its reader sees it, each text in one line. */
export function recordOf(contact: ContactRow): ContactRecord {
  const { id, iso3, content, updated_at } = contact;
  const shown = shownFieldsOf(contact);
  const notShown = contactFields.filter((field) => !shown.includes(field));
  return {
    id,
    iso3,
    function: content.function,
    kind: content.kind,
    level: lineOf(content.level),
    name: lineOf(content.name),
    title: lineOf(content.title),
    entity: lineOf(content.entity),
    webPage: lineOf(content.webPage),
    emails: linesOf(content.emails),
    phones: content.phones.map((phone) =>
      telephoneRecord({ ...phone, asWritten: plain(phone.asWritten) }, iso3),
    ),
    languages: linesOf(content.languages),
    texts: textsOf(content.texts ?? []),
    availability: content.availability ?? null,
    publicKeys: (content.publicKeys ?? []).map(({ armored }) => armored),
    updatedAt: 'shownFields' in contact ? null : updated_at,
    notShown,
  };
}

/**
 * The number with the text that a state would write for it: as it was written where that reads back as the same number, else by
 * E.164 and extension.
 */
export function telephoneRecord(phone: Omit<TelephoneRecord, 'text'>, iso3: string): TelephoneRecord {
  const iso2 = memberState(iso3)?.iso2 ?? null;
  const { e164, extension, asWritten, aroundTheClock } = phone;
  const isSame = (text: string) => {
    const read = telephoneOf(text, iso2);
    return read.e164 === e164 && read.extension === extension && read.aroundTheClock === aroundTheClock;
  };
  const dialled = e164 === null ? asWritten : `${e164}${extension === null ? '' : ` ext. ${extension}`}`;
  const hours = aroundTheClock ? ' (24/7)' : '';
  const longest = 200; // whatever is longer is no number
  if (asWritten.length > longest) return { ...phone, text: `${dialled}${hours}` };
  const candidates = [asWritten, `${asWritten}${hours}`, `${dialled}${hours}`];
  return { ...phone, text: candidates.find(isSame) ?? `${dialled}${hours}` };
}

/** No line breaks, tabs or other control characters: a source may have brought some. */
const plain = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** In one order, whatever the order they were written in. */
const textsOf = (texts: readonly SaidText[]): TextRecord[] =>
  textFields.flatMap((field) =>
    officialLanguages.flatMap((language) =>
      texts
        .filter((one) => one.field === field && one.language === language)
        .map(({ text, unofficial }) => ({ field, language, text: plain(text), unofficial })),
    ),
  );

const lineOf = (text: string | null) => (text === null ? null : plain(text) || null);

const linesOf = (items: readonly string[]) => items.map(plain).filter((item) => item !== '');
