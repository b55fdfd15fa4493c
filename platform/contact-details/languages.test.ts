import { describe, expect, it } from 'vitest';
import { parseLanguages } from './languages.ts';

describe('languages', () => {
  it.each([
    ['español, inglés', ['es', 'en']],
    ['English; French', ['en', 'fr']],
    ['English and French', ['en', 'fr']],
    ['anglais et français', ['en', 'fr']],
    ['Anglais, français et russe', ['en', 'fr', 'ru']],
    ['español e inglés', ['es', 'en']],
    ['francés y español', ['fr', 'es']],
    ['português e espanhol', ['pt', 'es']],
    ['русский и английский', ['ru', 'en']],
    ['русский, английский языки', ['ru', 'en']],
    ['English/Русский', ['en', 'ru']],
    ['العربية، الإنجليزية', ['ar', 'en']],
    ['中文、英语', ['zh', 'en']],
    ['ENGLISH\nFRENCH', ['en', 'fr']],
    ['ingles, frances, portugues', ['en', 'fr', 'pt']],
    ['Bahasa Indonesia', ['id']],
    ['Bahasa Indonesia, English', ['id', 'en']],
    ['Bahasa Melayu dan Inggris', ['ms', 'en']],
    ['Mandarin Chinese, Cantonese', ['zh', 'yue']],
    ['Tetum, Português', ['tet', 'pt']],
    ['Khmer, English', ['km', 'en']],
    ['Farsi', ['fa']],
    ['Castellano', ['es']],
    ['Haitian Creole, French', ['ht', 'fr']],
    ['English French Spanish', ['en', 'fr', 'es']],
    ['English (fluent), French (B2)', ['en', 'fr']],
    ['English - Spanish', ['en', 'es']],
    ['Serbian, Montenegrin, Bosnian', ['sr', 'cnr', 'bs']],
    ['Tagalog; Filipino', ['fil']],
    ['Deutsch, Türkçe, ქართული', ['de', 'tr', 'ka']],
  ])('reads the names in %j', (text, languages) => {
    expect(parseLanguages(text)).toEqual({ languages, unknown: [] });
  });

  it.each([
    ['en et ru', ['en', 'et', 'ru']],
    ['et', ['et']],
    ['et, en', ['et', 'en']],
    ['en, fr et ru', ['en', 'fr', 'ru']],
    ['EN/FR/RU', ['en', 'fr', 'ru']],
    ['EN-FR', ['en', 'fr']],
    ['en and fr', ['en', 'fr']],
    ['en y es', ['en', 'es']],
    ['eng; fra; rus', ['en', 'fr', 'ru']],
    ['eng dan', ['en', 'da']],
    ['pt-BR zh-Hans', ['pt-BR', 'zh-Hans']],
    ['no sv fi', ['no', 'sv', 'fi']],
    ['English, fr', ['en', 'fr']],
    ['en en EN', ['en']],
  ])('reads the codes in %j', (text, languages) => {
    expect(parseLanguages(text)).toEqual({ languages, unknown: [] });
  });

  it('names what it does not know, and keeps the rest', () => {
    expect(parseLanguages('English, Klingonese speak, Spanish')).toEqual({
      languages: ['en', 'es'],
      unknown: ['Klingonese speak'],
    });
    expect(parseLanguages('en fr xx')).toEqual({ languages: ['en', 'fr'], unknown: ['xx'] });
    // "is", "no" and "see" are codes too; among words they are words.
    expect(parseLanguages('English is good, no others; see website').languages).toEqual(['en']);
    expect(parseLanguages('und').languages).toEqual([]);
  });

  it('finds nothing in nothing', () => {
    expect(parseLanguages('  ')).toEqual({ languages: [], unknown: [] });
  });
});
