import { inLatin, skeleton } from '../likeness/scripts.ts';
import { pinyinOf } from './pinyin.ts';
import { soundsOfLatin, soundsOfSemitic } from './sounds.ts';

/**
 * A word of a text, in the forms in which it can be found. What is not in a form stays out of the index: raise `wordsVersion`
 * with every change of a form.
 */
export type SearchWord =
  | SpelledWord
  /** In a script that leaves vowels out: as written, and without the article before it. */
  | { readonly kind: 'CONSONANTS'; readonly words: readonly string[]; readonly sounds: readonly string[] }
  /** In a script without spaces between words. `readings`: of short Chinese ones, of each part of neighbouring characters. */
  | {
      readonly kind: 'CHARACTERS';
      readonly characters: readonly string[];
      readonly readings: readonly Reading[];
    };

/** In an alphabet, and in small Latin letters where a table puts it into those. */
export interface SpelledWord {
  readonly kind: 'SPELLED';
  /** Whether it is written in Latin letters itself. */
  readonly isLatin: boolean;
  readonly word: string;
  /** One for the ways of writing one sound. */
  readonly loose: string;
  /** Its consonants; empty where no table puts it into Latin letters. */
  readonly sounds: string;
}

/** A part of a run of characters as it is read: from which character on, and how many. */
export interface Reading {
  readonly from: number;
  readonly length: number;
  readonly word: string;
  readonly loose: string;
}

/** What the forms depend on: the rules here, and the order of characters that comes with the ICU of this Node.js. */
export const wordsVersion = `1 ICU ${process.versions.icu}`;

const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const unspacedRuns = new RegExp(`([${unspaced}][${unspaced}\\p{Mark}ー]*)`, 'u');
const oneHan =
  /(?<=(?:^|\P{Script=Han})\p{Script=Han})\s+(?=\p{Script=Han})|(?<=\p{Script=Han})\s+(?=\p{Script=Han}(?:\P{Script=Han}|$))/gu;
const semitic = /^[\p{Script=Arabic}\p{Script=Hebrew}]+$/u;
/** The article, also behind a preposition or conjunction. */
const article = /^(?:وال|بال|كال|فال|لل|ال)(?=..)/u;

/** The words of a text in their order, whatever its script, case, diacritics and punctuation. */
export function searchWords(text: string): SearchWord[] {
  const plain = text
    .normalize('NFKC')
    .replace(/ـ/g, '')
    .replace(/['’ʼ`](?=\p{Letter})/gu, '')
    .replace(oneHan, '');
  return plain
    .split(/[^\p{Letter}\p{Mark}\p{Number}]+/u)
    .flatMap((part) => part.split(unspacedRuns))
    .flatMap((part) => {
      if (part === '') return [];
      if (unspacedRuns.test(part)) return charactersOf(part);
      const word = remembered.get(part) ?? wordOf(part);
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(part, word);
      return word;
    });
}

// A directory says few words often: ministry, department, head.
const remembered = new Map<string, readonly SearchWord[]>();
const mostRemembered = 5000;

function wordOf(part: string): SearchWord[] {
  const word = inLatin(part);
  if (word === '') return [];
  return [semitic.test(word) ? consonantsOf(word) : spelledOf(part, word)];
}

const spelledOf = (part: string, word: string): SearchWord => ({
  kind: 'SPELLED',
  isLatin: /\p{Script=Latin}/u.test(part),
  word,
  loose: skeleton(word),
  sounds: /^[a-z]+$/.test(word) ? soundsOfLatin(word) : '',
});

function consonantsOf(written: string): SearchWord {
  // Persian and Urdu keyboards write some letters with characters of their own.
  const word = written.replace(/ک/g, 'ك').replace(/[یى]/g, 'ي').replace(/ة/g, 'ه');
  const words = [...new Set([word, word.replace(article, '')])];
  return { kind: 'CONSONANTS', words, sounds: [...new Set(words.map(soundsOfSemitic))].filter(Boolean) };
}

/** Names have two to four characters; how a long text would be read finds nobody. */
const longestRead = 4;

function charactersOf(run: string): SearchWord[] {
  const characters = [...run.normalize('NFKD').replace(/[\p{Mark}ー]/gu, '')];
  if (characters.length === 0) return [];
  const each = characters.length <= longestRead ? characters.map(pinyinOf) : [];
  const readings = each.flatMap((_, from) =>
    each.slice(from).flatMap((_, index) => {
      const length = index + 1;
      return joined(each.slice(from, from + length)).map((word) => ({
        from,
        length,
        word,
        loose: skeleton(word),
      }));
    }),
  );
  return [{ kind: 'CHARACTERS', characters, readings }];
}

/** Every way of reading some characters together; none where one of them is not known. */
const joined = (each: readonly (readonly string[])[]): string[] =>
  each.reduce<string[]>((starts, ends) => starts.flatMap((start) => ends.map((end) => start + end)), ['']);
