import { IntlMessageFormat } from 'intl-messageformat';
import { z } from 'zod';
import type { Language } from '../vocabulary/terms.ts';
import { languageTag } from './languages.ts';

/** The messages of one language, by key, in ICU message syntax: `{count, plural, one {# day} other {# days}}`. */
export type Messages<Key extends string> = Readonly<Record<Key, string>>;

/** The same messages in each official language. A key that a language lacks is an error of types. */
export type Catalogue<Key extends string> = Readonly<Record<Language, Messages<Key>>>;

/** What a message is completed with. A date is written as the language writes dates. */
export type MessageValues = Readonly<Record<string, string | number | Date>>;

/** Says a message in one language. */
export type Translator<Key extends string> = (key: Key, values?: MessageValues) => string;

// Times are said in UTC: whoever reads a message may be anywhere.
const inUtc = (options: Intl.DateTimeFormatOptions) => ({ ...options, timeZone: 'UTC' });
const formats = {
  date: {
    medium: inUtc({ day: 'numeric', month: 'short', year: 'numeric' }),
    long: inUtc({ day: 'numeric', month: 'long', year: 'numeric' }),
  },
  time: { short: inUtc({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) },
};

/** Translators of a catalogue, by language; each message is read once. */
export function translators<Key extends string>(
  catalogue: Catalogue<Key>,
): (language: Language) => Translator<Key> {
  const read = new Map<string, IntlMessageFormat>();
  return (language) => (key, values) => {
    const known = `${language} ${key}`;
    let message = read.get(known);
    if (!message) {
      message = new IntlMessageFormat(catalogue[language][key], languageTag(language), formats, {
        ignoreTag: true,
      });
      read.set(known, message);
    }
    return String(message.format(values));
  };
}

/** The names of the values a message is completed with, for tests that compare languages. */
export function argumentsOf(message: string, language: Language): string[] {
  const names = new Set<string>();
  const collect = (elements: unknown): void => {
    for (const { type, value, options } of Elements.parse(elements)) {
      if (!namesNothing.has(type) && typeof value === 'string') names.add(value);
      for (const option of Object.values(options ?? {})) collect(option.value);
    }
  };
  const tag = languageTag(language);
  collect(new IntlMessageFormat(message, tag, undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}

const Elements = z.array(
  z.looseObject({
    type: z.number(),
    value: z.unknown().optional(),
    options: z.record(z.string(), z.looseObject({ value: z.unknown() })).optional(),
  }),
);
/** Of a parsed message's elements: literal text, and the "#" of a plural. */
const namesNothing = new Set([0, 7]);
