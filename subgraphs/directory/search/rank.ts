import { closeness } from '../../../platform/search/match.ts';
import type { SearchWord } from '../../../platform/search/words.ts';
import type { ContactContent } from '../contacts/claims.ts';
import type { TextField } from '../contacts/texts.ts';
import { searchedTexts } from './searched-texts.ts';

/** Somebody's own name says more of whom is meant than where they work, and that more than what they are called there. */
const weights: Readonly<Record<TextField, number>> = { name: 5, entity: 4, title: 3 };

/** What a text adds of which nothing but what is looked for is left. */
const wholeText = 20;

/**
 * How well a contact answers to all of the words, whatever its state; 0 where one of them is nowhere in it. Each word counts
 * as where it is met best, by how closely and in which field; texts that say little else count more.
 */
export function rank(content: ContactContent, wanted: readonly SearchWord[]): number {
  const texts = searchedTexts(content).map(({ field, words }) => {
    const each = wanted.map((word) => closeness(word, words));
    return { field, words, each };
  });
  const best = wanted.map((_, index) =>
    Math.max(0, ...texts.map(({ field, each }) => (each[index] ?? 0) * weights[field])),
  );
  if (best.some((score) => score === 0)) return 0;
  const whole = texts
    .filter(({ each }) => each.every((one) => one > 0))
    .map(({ words }) => wholeText * Math.min(1, wanted.length / words.length));
  const sum = best.reduce((total, score) => total + score, 0);
  return Math.round((sum * 10) / wanted.length + Math.max(0, ...whole) * 10);
}
