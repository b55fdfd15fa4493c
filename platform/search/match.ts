import type { SearchWord, SpelledWord } from './words.ts';

/** How well a word that is looked for is met, from 0 (not at all) to 10 (as it is written). */
export type Closeness = number;

const asWritten = 10;
const anotherSpelling = 9;
const partOfCharacters = 8;
const anotherScript = 8;
const beginning = 7;
const beginningOfAnotherSpelling = 6;
const sameConsonants = 5;

/** How well a text has one of the words that are looked for, in whatever place. */
export function closeness(wanted: SearchWord, text: readonly SearchWord[]): Closeness {
  return Math.max(0, read(wanted, text), ...text.map((word) => between(wanted, word)));
}

function between(wanted: SearchWord, word: SearchWord): Closeness {
  switch (wanted.kind) {
    case 'SPELLED':
      switch (word.kind) {
        case 'SPELLED':
          return Math.max(spelled(wanted, word), spoken(wanted, word));
        case 'CONSONANTS':
          return wanted.sounds !== '' && word.sounds.includes(wanted.sounds) ? sameConsonants : 0;
        case 'CHARACTERS':
          return Math.max(
            0,
            ...word.readings.map((reading) => Math.min(anotherScript, spelled(wanted, reading))),
          );
      }
      break;
    case 'CONSONANTS':
      if (word.kind === 'SPELLED') return wanted.sounds.includes(word.sounds) ? sameConsonants : 0;
      if (word.kind !== 'CONSONANTS') return 0;
      if (word.words[0] === wanted.words[0]) return asWritten;
      if (word.words.some((form) => wanted.words.includes(form))) return anotherSpelling;
      return word.words.some((form) => wanted.words.some((start) => form.startsWith(start))) ? beginning : 0;
    case 'CHARACTERS': {
      if (word.kind !== 'CHARACTERS') return 0;
      const [whole, part] = [word.characters.join(''), wanted.characters.join('')];
      return whole === part ? asWritten : whole.includes(part) ? partOfCharacters : 0;
    }
  }
  return 0;
}

/** Vowels are told from each other in all alphabets, so that few consonants say little. */
export const fewestConsonants = 3;

/** Two alphabets write the vowels of one name in different ways: `Мухаммед`, `Mohamed`. */
const spoken = (wanted: SpelledWord, word: SpelledWord): Closeness =>
  wanted.isLatin !== word.isLatin && wanted.sounds === word.sounds && wanted.sounds.length >= fewestConsonants
    ? sameConsonants
    : 0;

interface Spelling {
  readonly word: string;
  readonly loose: string;
}

function spelled(wanted: Spelling, { word, loose }: Spelling): Closeness {
  if (word === wanted.word) return asWritten;
  if (loose === wanted.loose) return anotherSpelling;
  if (word.startsWith(wanted.word)) return beginning;
  return wanted.loose.length > 1 && loose.startsWith(wanted.loose) ? beginningOfAnotherSpelling : 0;
}

/** Chinese characters looked for in a text that has the name in Latin letters: 王小明 as `Wang Xiaoming` or `Xiao Ming Wang`. */
function read(wanted: SearchWord, text: readonly SearchWord[]): Closeness {
  const ways = waysToRead(wanted);
  const isThere = (reading: Spelling) =>
    text.some((word) => word.kind === 'SPELLED' && spelled(reading, word) >= anotherSpelling);
  return ways.some((way) => way.every(isThere)) ? anotherScript : 0;
}

/** Each way of dividing a run of characters into words as they are read; none where one of them is not known. */
export function waysToRead(wanted: SearchWord): (readonly Spelling[])[] {
  if (wanted.kind !== 'CHARACTERS') return [];
  const { characters, readings } = wanted;
  const from = (start: number): (readonly Spelling[])[] =>
    start === characters.length
      ? [[]]
      : readings
          .filter((reading) => reading.from === start)
          .flatMap((reading) => from(start + reading.length).map((rest) => [reading, ...rest]));
  return from(0);
}
