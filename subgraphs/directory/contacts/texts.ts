import { createHash } from 'node:crypto';
import { z } from 'zod';
import { scriptOf } from '../../../platform/languages/script.ts';
import { type Language, officialLanguages } from '../../../platform/vocabulary/terms.ts';

// The same name, title or entity in several languages (¶35). What stands in `name`, `title` and `entity` is the original; the
// state may say it in official languages beside that.

export const textFields = ['name', 'title', 'entity'] as const;
export type TextField = (typeof textFields)[number];

/** A name, title or entity in one official language, as the state says it. */
export const SaidText = z.object({
  field: z.enum(textFields),
  language: z.enum(officialLanguages),
  text: z.string(),
  /** An unofficial English translation. */
  unofficial: z.boolean(),
  /**
   * A digest of the original it was said beside, and no copy of that. Where the original becomes another, by the state or by a
   * source, the text is of what was before and is not shown.
   */
  beside: z.string(),
});
export type SaidText = z.infer<typeof SaidText>;

/** A text as it is shown. */
export interface ShownText {
  readonly field: TextField;
  readonly text: string;
  /** Null where nobody said which it is: it may be none of the official ones. Never guessed. */
  readonly language: Language | null;
  /** ISO 15924. */
  readonly script: string | null;
  readonly unofficial: boolean;
  /** It is what `name`, `title` or `entity` holds. */
  readonly original: boolean;
}

/** What texts are said of: a contact's values. */
export interface Originals {
  readonly name: string | null;
  readonly title: string | null;
  readonly entity: string | null;
  readonly texts?: readonly SaidText[] | undefined;
}

const canonical = (text: string) => text.normalize('NFC').trim();

export const isSameText = (one: string, other: string): boolean => canonical(one) === canonical(other);

export const besideOf = (original: string): string =>
  createHash('sha256').update(canonical(original)).digest('base64url');

/** The texts that are said of these originals and not of what stood there before. */
export function textsBeside(texts: readonly SaidText[], originals: Originals): SaidText[] {
  return texts.filter(({ field, beside }) => {
    const original = originals[field];
    return original !== null && besideOf(original) === beside;
  });
}

/** All texts of one field, the original first, the others in the order of the official languages. */
export function textsIn(content: Originals, field: TextField): ShownText[] {
  const original = content[field];
  if (original === null) return [];
  const said = (content.texts ?? [])
    .filter((one) => one.field === field)
    .sort((a, b) => officialLanguages.indexOf(a.language) - officialLanguages.indexOf(b.language))
    .map(
      ({ language, text, unofficial }): ShownText => ({
        field,
        text,
        language,
        script: scriptOf(text),
        unofficial,
        original: !unofficial && isSameText(text, original),
      }),
    );
  const known = said.filter((one) => one.original);
  const others = said.filter((one) => !one.original);
  const unknown: ShownText = {
    field,
    text: original,
    language: null,
    script: scriptOf(original),
    unofficial: false,
    original: true,
  };
  return [...(known.length > 0 ? known : [unknown]), ...others];
}

/**
 * The best text for a reader who asks for languages in order: the first there is, also as an unofficial translation where
 * the reader takes one; the original where there is none of them.
 */
export function textFor(
  content: Originals,
  field: TextField,
  languages: readonly Language[],
  takesUnofficial: boolean,
): ShownText | null {
  const texts = textsIn(content, field).filter((one) => takesUnofficial || !one.unofficial);
  const wanted = languages.flatMap((language) => texts.filter((one) => one.language === language));
  return wanted[0] ?? texts[0] ?? null;
}

/** A text as a change is told in: `name, RU: …`. */
export const saidAs = ({ field, language, text, unofficial }: SaidText): string =>
  `${field}, ${language}${unofficial ? ' (unofficial)' : ''}: ${text}`;
