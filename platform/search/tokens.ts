import { fewestConsonants, waysToRead } from './match.ts';
import type { SearchWord } from './words.ts';

// What an index holds of a text so that it is found: few tokens for each word, and more found by them than is meant. What is
// found is compared with `closeness` then. A token is no word yet to be stored: an index of sealed texts holds keyed digests.

/** Of each word, its beginnings of these lengths. */
const lengths = [2, 4, 7];

/** All tokens of a text. */
export function tokensOf(words: readonly SearchWord[]): Set<string> {
  const tokens = new Set<string>();
  for (const word of words)
    switch (word.kind) {
      case 'SPELLED':
        for (const form of [word.word, word.loose]) addBeginnings(tokens, form);
        if (word.sounds !== '') tokens.add(spoken(word.isLatin ? 'latin' : 'other', word.sounds));
        break;
      case 'CONSONANTS':
        for (const form of word.words) addBeginnings(tokens, form);
        for (const sounds of word.sounds) tokens.add(spoken('consonants', sounds));
        break;
      case 'CHARACTERS':
        for (const character of word.characters) tokens.add(characters(character));
        for (const pair of pairsOf(word.characters)) tokens.add(characters(pair));
        for (const reading of word.readings)
          for (const form of [reading.word, reading.loose]) addBeginnings(tokens, form);
        break;
    }
  return tokens;
}

/**
 * What to look for: of at least one of the lists, every token. None where the word is too short to be looked for by itself.
 * Whatever `closeness` finds in a text, one of these lists is among the text's tokens.
 */
export function tokensFor(word: SearchWord): string[][] {
  switch (word.kind) {
    case 'SPELLED':
      return [
        ...[...new Set([word.word, word.loose])].map((form) => wholeOf(form)),
        ...(word.sounds === '' ? [] : [[spoken('consonants', word.sounds)]]),
        ...(word.sounds.length < fewestConsonants
          ? []
          : [[spoken(word.isLatin ? 'other' : 'latin', word.sounds)]]),
      ].filter(() => isLongEnough(word.word));
    case 'CONSONANTS':
      return [
        ...word.words.filter(isLongEnough).map(wholeOf),
        ...word.sounds.flatMap((sounds) => [[spoken('latin', sounds)], [spoken('other', sounds)]]),
      ].filter(() => word.words.some(isLongEnough));
    case 'CHARACTERS': {
      const pairs = pairsOf(word.characters);
      const written = (pairs.length > 0 ? pairs : word.characters).map(characters);
      return [written, ...waysToRead(word).map((way) => way.flatMap(({ loose }) => wholeOf(loose)))];
    }
  }
}

const isLongEnough = (word: string) => [...word].length >= (lengths[0] ?? 0);

const beginning = (start: string) => `w ${start}`;
const characters = (some: string) => `c ${some}`;
const spoken = (letters: 'latin' | 'other' | 'consonants', sounds: string) => `${letters} ${sounds}`;

function addBeginnings(tokens: Set<string>, word: string): void {
  const letters = [...word];
  if (letters.length < (lengths[0] ?? 0)) tokens.add(beginning(word));
  for (const length of lengths)
    if (letters.length >= length) tokens.add(beginning(letters.slice(0, length).join('')));
}

/** Of a word: the longest beginning of it that an index holds; of a short one, itself. */
function wholeOf(word: string): string[] {
  const letters = [...word];
  const length = lengths.findLast((one) => one <= letters.length) ?? letters.length;
  return [beginning(letters.slice(0, length).join(''))];
}

const pairsOf = (some: readonly string[]): string[] =>
  some.slice(1).map((next, index) => `${some[index]}${next}`);
