import { type SearchWord, searchWords } from '../../../platform/search/words.ts';
import type { ContactContent } from '../contacts/claims.ts';
import { type TextField, textFields } from '../contacts/texts.ts';

/** One text of a contact, as it is searched. */
export interface SearchedText {
  readonly field: TextField;
  readonly words: readonly SearchWord[];
}

/** The names, titles and entities of a contact, in every language they are in. */
export function searchedTexts(content: ContactContent): SearchedText[] {
  return textFields.flatMap((field) => {
    const said = (content.texts ?? []).filter((one) => one.field === field).map(({ text }) => text);
    const texts = new Set([content[field] ?? [], said].flat());
    return [...texts].map((text) => ({ field, words: searchWords(text) }));
  });
}

/** The fields of a contact whose change changes by what it is found. */
export const searchedFields: readonly string[] = [...textFields, 'texts'];
