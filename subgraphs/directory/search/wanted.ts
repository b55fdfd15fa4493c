import { badInput } from '../../../platform/errors/problem.ts';
import { smallWords } from '../../../platform/likeness/channels.ts';
import { tokensFor } from '../../../platform/search/tokens.ts';
import { type SearchWord, searchWords } from '../../../platform/search/words.ts';

const longest = 200;
const mostWords = 10;
const articles: ReadonlySet<string> = new Set(['al', 'el']);

const isSmall = (word: SearchWord) =>
  word.kind === 'SPELLED' && (smallWords.has(word.word) || articles.has(word.word));

/**
 * The words that are looked for.
 * @throws Problem BAD_USER_INPUT at `text` where there is none that can be
 */
export function wantedWords(text: string): SearchWord[] {
  if (text.length > longest) throw badInput('text', `Search for at most ${longest} characters.`);
  const all = searchWords(text);
  const telling = all.filter((word) => !isSmall(word));
  const words = telling.length > 0 ? telling : all;
  if (words.length > mostWords) throw badInput('text', `Search for at most ${mostWords} words.`);
  if (words.every((word) => tokensFor(word).length === 0))
    throw badInput(
      'text',
      'Give some of a name, an entity or a title: two letters of a word at the least, or one Chinese character.',
    );
  return words;
}
