import type { Translator } from '../../../../platform/languages/catalogue.ts';
import { languageTag } from '../../../../platform/languages/languages.ts';
import type { Language } from '../../../../platform/vocabulary/terms.ts';
import { weekdays } from '../../contacts/availability.ts';
import type { MessageKey } from '../messages/en.ts';
import type { ShownContact } from './asked.ts';

/** A value of a contact; `lang` where its language is another than the page's, or not known to be the same. */
interface Line {
  readonly text: string;
  readonly lang: string | null;
}

type Words = Translator<MessageKey>;

/** All that a contact says, line by line, under what it is called: nothing is confirmed that is not among it. */
export function linesOf(t: Words, language: Language, contact: ShownContact): [string, Line[]][] {
  const names = new Intl.DisplayNames([languageTag(language)], { type: 'language' });
  const plain = (...texts: readonly (string | null)[]): Line[] =>
    texts.flatMap((text) => (text === null ? [] : [{ text, lang: null }]));
  return [
    [t('function'), plain(t(`function.${contact.function}`))],
    [t('kind'), plain(t(`kind.${contact.kind}`))],
    [t('name'), [...plain(contact.name), ...translationsOf(t, contact, 'NAME')]],
    [t('position'), [...plain(contact.title), ...translationsOf(t, contact, 'TITLE')]],
    [t('entity'), [...plain(contact.entity), ...translationsOf(t, contact, 'ENTITY')]],
    [t('webPage'), plain(contact.webPage)],
    [t('email'), plain(...contact.emails)],
    [
      t('telephone'),
      plain(
        ...contact.telephones.map(({ asWritten, aroundTheClock }) =>
          aroundTheClock ? t('aroundTheClock', { number: asWritten }) : asWritten,
        ),
      ),
    ],
    [t('spoken'), plain(...contact.languages.map((code) => names.of(code) ?? code))],
    [t('hours'), plain(...hoursOf(t, language, contact))],
    [
      t('key'),
      plain(
        ...contact.publicKeys.map(({ fingerprint, expiresAt }) =>
          expiresAt === null ? fingerprint : t('keyUntil', { fingerprint, date: expiresAt }),
        ),
      ),
    ],
  ];
}

function translationsOf(t: Words, { texts }: ShownContact, of: 'NAME' | 'TITLE' | 'ENTITY'): Line[] {
  return texts
    .filter(({ field, original }) => field === of && !original)
    .map(({ text, language, unofficial }) => ({
      text: unofficial ? t('unofficial', { text }) : text,
      lang: language && !unofficial ? languageTag(language) : null,
    }));
}

function hoursOf(t: Words, language: Language, { availability }: ShownContact): string[] {
  if (!availability) return [];
  const { timeZone: zone, aroundTheClock, hours } = availability;
  if (aroundTheClock) return [t('allHours', { zone })];
  const named = new Intl.DateTimeFormat(languageTag(language), { weekday: 'long', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  const nameOf = (place: number) => named.format(Date.UTC(2024, 0, 1 + place));
  return hours.map(({ day, from, to }) =>
    t('hoursOfDay', { day: nameOf(weekdays.indexOf(day)), from, to, zone }),
  );
}
