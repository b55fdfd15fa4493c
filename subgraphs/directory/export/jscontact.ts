import { languageTag } from '../../../platform/languages/languages.ts';
import { memberState } from '../../../platform/states/states.ts';
import { hoursText } from './availability-text.ts';
import type { ContactRecord, TelephoneRecord } from './contact-record.ts';
import { roles } from './roles.ts';
import { keyUri, telephoneUri, unofficial } from './vcard.ts';

/** What RFC 9553 has no word for stands under names of the product's own (§1.8.1). */
export const ownName = {
  function: 'crosspoint.example:function',
  level: 'crosspoint.example:level',
  state: 'crosspoint.example:state',
  notShown: 'crosspoint.example:notShown',
  asWritten: 'crosspoint.example:asWritten',
  aroundTheClock: 'crosspoint.example:aroundTheClock',
  availability: 'crosspoint.example:availability',
  timeZone: 'crosspoint.example:timeZone',
  unofficial: 'crosspoint.example:unofficialEnglish',
} as const;

type Json = string | number | boolean | { readonly [key: string]: Json | undefined };

/** A point of contact as a JSContact Card (RFC 9553). */
export function cardOf(record: ContactRecord): { readonly [key: string]: Json | undefined } {
  const { name, title, entity, webPage, updatedAt } = record;
  const state = memberState(record.iso3);
  return {
    '@type': 'Card',
    version: '1.0',
    uid: `urn:uuid:${record.id}`,
    kind: record.kind === 'PERSON' ? 'individual' : 'org',
    prodId: '-//Crosspoint//Directory of points of contact//EN',
    updated: updatedAt?.replace(/\.\d+/, ''),
    name: name === null ? undefined : { '@type': 'Name', full: name },
    organizations: entity === null ? undefined : { entity: { '@type': 'Organization', name: entity } },
    titles: {
      ...(title === null ? {} : { title: { '@type': 'Title', kind: 'title', name: title } }),
      role: { '@type': 'Title', kind: 'role', name: roles[record.function] },
    },
    emails: listed(record.emails, 'e', (address) => ({ '@type': 'EmailAddress', address })),
    phones: listed(record.phones, 'p', phoneOf),
    preferredLanguages: listed(record.languages, 'l', (language) => ({ '@type': 'LanguagePref', language })),
    links: webPage === null ? undefined : { page: { '@type': 'Link', uri: webPage } },
    cryptoKeys: listed(record.publicKeys, 'k', (key) => ({ '@type': 'CryptoKey', uri: keyUri(key) })),
    localizations: localizationsOf(record),
    addresses: state && {
      country: { '@type': 'Address', countryCode: state.iso2, full: state.names.EN },
    },
    keywords: { [record.function]: true },
    [ownName.function]: record.function,
    [ownName.level]: record.level ?? undefined,
    [ownName.state]: record.iso3,
    [ownName.availability]: record.availability ? hoursText(record.availability) : undefined,
    [ownName.timeZone]: record.availability?.timeZone,
    [ownName.unofficial]: unofficial(record) || undefined,
    [ownName.notShown]: record.notShown.length === 0 ? undefined : record.notShown.join(','),
  };
}

/** Where a text stands in a Card, as a patch names it (RFC 9553 §2.7.1). */
export const patchPaths = {
  name: 'name/full',
  title: 'titles/title/name',
  entity: 'organizations/entity/name',
} as const;

function localizationsOf({ texts }: ContactRecord) {
  if (texts.length === 0) return undefined;
  const tags = [...new Set(texts.map(({ language }) => language))];
  return Object.fromEntries(
    tags.map((tag) => [
      languageTag(tag),
      Object.fromEntries(
        texts.filter(({ language }) => language === tag).map(({ field, text }) => [patchPaths[field], text]),
      ),
    ]),
  );
}

function phoneOf({ e164, extension, asWritten, aroundTheClock }: TelephoneRecord) {
  return {
    '@type': 'Phone',
    number: e164 === null ? asWritten : telephoneUri(e164, extension),
    features: { voice: true },
    contexts: { work: true },
    [ownName.asWritten]: e164 === null || asWritten === e164 ? undefined : asWritten,
    [ownName.aroundTheClock]: aroundTheClock || undefined,
  };
}

/** A map from ids, which has no order of its own: `pref` keeps it (RFC 9553 §1.5.4). */
function listed<T>(
  items: readonly T[],
  prefix: string,
  write: (item: T) => Readonly<Record<string, Json | undefined>>,
) {
  if (items.length === 0) return undefined;
  const entries = items.map((item, index): [string, Json] => [
    `${prefix}${index + 1}`,
    { ...write(item), ...(items.length > 1 && index < 100 ? { pref: index + 1 } : {}) },
  ]);
  return Object.fromEntries(entries);
}
