import { languageTag } from '../../../platform/languages/languages.ts';
import { memberState } from '../../../platform/states/states.ts';
import type { TextField } from '../contacts/texts.ts';
import { hoursText } from './availability-text.ts';
import type { ContactRecord, TelephoneRecord } from './contact-record.ts';
import { component, contentLine, escaped } from './content-line.ts';
import { roles } from './roles.ts';

/** The product's own properties: what RFC 6350 has no word for. */
export const ownProperty = {
  function: 'X-CROSSPOINT-FUNCTION',
  level: 'X-CROSSPOINT-LEVEL',
  /** FN is no name, but made of other properties. (RFC 9554 has a parameter for it that strict readers of RFC 6350 refuse.) */
  madeName: 'X-CROSSPOINT-FN-DERIVED',
  state: 'X-CROSSPOINT-STATE',
  notShown: 'X-CROSSPOINT-NOT-SHOWN',
  asWritten: 'X-CROSSPOINT-AS-WRITTEN',
  hours: 'X-CROSSPOINT-HOURS',
  availability: 'X-CROSSPOINT-AVAILABILITY',
  unofficial: 'X-CROSSPOINT-UNOFFICIAL-ENGLISH',
} as const;

/** A point of contact as a vCard 4.0 (RFC 6350). */
export function vcardOf(record: ContactRecord): string {
  const text = (name: string, value: string | null) =>
    value === null ? '' : contentLine(name, escaped(value));
  return [
    'BEGIN:VCARD\r\nVERSION:4.0\r\n',
    contentLine('PRODID', '-//Crosspoint//Directory of points of contact//EN'),
    contentLine('UID', `urn:uuid:${record.id}`),
    contentLine('KIND', record.kind === 'PERSON' ? 'individual' : 'org'),
    ...(record.name === null ? [formattedName(record)] : inLanguages(record, 'name', 'FN')),
    ...inLanguages(record, 'entity', 'ORG'),
    ...inLanguages(record, 'title', 'TITLE'),
    text('ROLE', roles[record.function]),
    text('CATEGORIES', record.function),
    ...record.emails.map((email) => text('EMAIL', email)),
    ...record.phones.map(telephoneLines),
    ...record.languages.map((tag, index) =>
      contentLine('LANG', tag, { PREF: record.languages.length > 1 ? String(index + 1) : null }),
    ),
    record.webPage === null ? '' : contentLine('URL', record.webPage),
    country(record.iso3),
    ...record.publicKeys.map((key) => contentLine('KEY', keyUri(key))),
    text('TZ', record.availability?.timeZone ?? null),
    text(ownProperty.availability, record.availability && hoursText(record.availability)),
    record.updatedAt === null ? '' : contentLine('REV', record.updatedAt.replace(/[-:]|\.\d+/g, '')),
    text(ownProperty.function, record.function),
    text(ownProperty.level, record.level),
    text(ownProperty.state, record.iso3),
    unofficial(record) === '' ? '' : contentLine(ownProperty.unofficial, unofficial(record)),
    record.notShown.length === 0 ? '' : contentLine(ownProperty.notShown, record.notShown.join(',')),
    'END:VCARD\r\n',
  ].join('');
}

/** FN must be there (RFC 6350 §6.2.1); one that is made of other properties says so. */
function formattedName({ entity, emails, iso3, ...record }: ContactRecord): string {
  const country = memberState(iso3)?.names.EN ?? iso3;
  const made = entity ?? emails[0] ?? `${roles[record.function]}, ${country}`;
  return contentLine('FN', escaped(made)) + contentLine(ownProperty.madeName, 'true');
}

/** A text in its languages, the original first; all of one are each other's alternatives (RFC 6350 §5.4). */
function inLanguages({ texts, ...record }: ContactRecord, field: TextField, name: string): string[] {
  const original = record[field];
  if (original === null) return [];
  const value = field === 'entity' ? component : escaped;
  const others = texts.filter((one) => one.field === field);
  if (others.length === 0) return [contentLine(name, value(original))];
  return [
    contentLine(name, value(original), { ALTID: '1' }),
    ...others.map(({ language, text }) =>
      contentLine(name, value(text), { ALTID: '1', LANGUAGE: languageTag(language) }),
    ),
  ];
}

/** The fields whose English text is an unofficial translation. */
export const unofficial = ({ texts }: Pick<ContactRecord, 'texts'>): string =>
  texts
    .filter((one) => one.unofficial)
    .map(({ field }) => field)
    .join(',');

/** An armoured OpenPGP key (RFC 3156 §7) as a URI (RFC 2397). */
export const keyUri = (armored: string): string =>
  `data:application/pgp-keys;base64,${Buffer.from(armored).toString('base64')}`;

/** What TEL has no parameter for stands beside it, in its group (RFC 6350 §3.3). */
function telephoneLines(
  { e164, extension, asWritten, aroundTheClock }: TelephoneRecord,
  index: number,
): string {
  const beside = [
    e164 === null || asWritten === e164 ? '' : escaped(asWritten),
    aroundTheClock ? '24/7' : '',
  ];
  const group = beside.some((value) => value !== '') ? `tel${index + 1}.` : '';
  const parameters = { VALUE: e164 === null ? 'text' : 'uri', TYPE: ['work', 'voice'] };
  const value = e164 === null ? escaped(asWritten) : telephoneUri(e164, extension);
  const properties = [ownProperty.asWritten, ownProperty.hours];
  return [
    contentLine(`${group}TEL`, value, parameters),
    ...beside.map((text, at) => (text === '' ? '' : contentLine(`${group}${properties[at]}`, text))),
  ].join('');
}

/** RFC 3966. */
export const telephoneUri = (e164: string, extension: string | null): string =>
  `tel:${e164}${extension === null ? '' : `;ext=${extension}`}`;

function country(iso3: string): string {
  const state = memberState(iso3);
  // The country's code beside its name: RFC 8605.
  return state ? contentLine('ADR', `;;;;;;${component(state.names.EN)}`, { CC: state.iso2 }) : '';
}
