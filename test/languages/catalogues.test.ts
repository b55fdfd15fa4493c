import { describe, expect, it } from 'vitest';
import { argumentsOf } from '../../platform/languages/catalogue.ts';
import {
  directionOf,
  languageOfHeader,
  languageOfList,
  languages,
  languageTag,
} from '../../platform/languages/languages.ts';
import { frame } from '../../platform/messages/frame.ts';
import { officialLanguages } from '../../platform/vocabulary/terms.ts';
import { catalogue as directoryMessages } from '../../subgraphs/directory/messages/catalogue.ts';
import { catalogue as reviewPage } from '../../subgraphs/directory/review/messages/catalogue.ts';
import { inLanguage, catalogue as signIn } from '../../subgraphs/identity/messages/catalogue.ts';

/** Every catalogue of the product. */
const catalogues = {
  'every message': frame,
  "the directory's messages": directoryMessages,
  'the review page': reviewPage,
  'sign-in': signIn,
};

/** What is the same in another language by right. */
const names = new Set(['product', 'account.time']);

describe.each(Object.entries(catalogues))('the messages of %s', (_name, catalogue) => {
  const keys = Object.keys(catalogue.EN).sort();

  it.each(officialLanguages)('are complete in %s, and ask for the same values', (language) => {
    const messages: Readonly<Record<string, string>> = catalogue[language];
    expect(Object.keys(messages).sort()).toEqual(keys);
    for (const key of keys) {
      const message = messages[key] ?? '';
      const english: Readonly<Record<string, string>> = catalogue.EN;
      expect(message.trim(), key).not.toBe('');
      expect(argumentsOf(message, language), key).toEqual(argumentsOf(english[key] ?? '', 'EN'));
    }
  });

  it.each(officialLanguages.filter((language) => language !== 'EN'))('are translated into %s', (language) => {
    const messages: Readonly<Record<string, string>> = catalogue[language];
    const english: Readonly<Record<string, string>> = catalogue.EN;
    const same = keys.filter((key) => messages[key] === english[key] && !names.has(key));
    // "Code" is French too.
    expect(same.filter((key) => !(language === 'FR' && key === 'factor.code'))).toEqual([]);
  });

  it.each(officialLanguages)('have a form for every number in %s', (language) => {
    const forms = new Intl.PluralRules(languageTag(language)).resolvedOptions().pluralCategories;
    const messages: Readonly<Record<string, string>> = catalogue[language];
    for (const [key, message] of Object.entries(messages)) {
      if (!message.includes(', plural,')) continue;
      for (const form of forms) expect(message, `${key}: ${form}`).toContain(` ${form} {`);
    }
  });
});

describe('a language', () => {
  it('is said with its plural forms, dates and numbers', () => {
    expect(inLanguage('RU')('wait', { minutes: 2 })).toContain('2 минуты.');
    expect(inLanguage('RU')('wait', { minutes: 5 })).toContain('5 минут.');
    expect(inLanguage('AR')('wait', { minutes: 2 })).toContain('دقيقتين');
    expect(inLanguage('EN')('wait', { minutes: 1 })).toContain('1 minute.');
    const date = new Date('2027-03-31T21:05:00Z');
    expect(inLanguage('FR')('link.early', { date })).toBe('Il s’ouvrira le 31 mars 2027 à 21:05 (UTC).');
    expect(inLanguage('ZH')('link.early', { date })).toContain('2027年3月31日');
  });

  it('is chosen from what a browser or a client wishes', () => {
    expect(languageOfHeader('de, fr-CA;q=0.8, en;q=0.9')).toBe('EN');
    expect(languageOfHeader('zh-Hant-TW, en;q=0.1')).toBe('ZH');
    expect(languageOfHeader('en;q=0, ar')).toBe('AR');
    expect(languageOfHeader('de')).toBeUndefined();
    expect(languageOfHeader(undefined)).toBeUndefined();
    expect(languageOfList('pt ru en')).toBe('RU');
  });

  it('is one of the six, and only Arabic runs from right to left', () => {
    expect(languages.map(({ code }) => code).sort()).toEqual([...officialLanguages].sort());
    expect(officialLanguages.filter((language) => directionOf(language) === 'rtl')).toEqual(['AR']);
  });
});
