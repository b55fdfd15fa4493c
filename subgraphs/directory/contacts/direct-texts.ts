import { badInput } from '../../../platform/errors/problem.ts';
import { type Language, officialLanguages } from '../../../platform/vocabulary/terms.ts';
import type { Claims } from './claims.ts';
import { textOf } from './direct-values.ts';
import { besideOf, isSameText, type Originals, type SaidText, type TextField, textFields } from './texts.ts';

/** A name, title or entity in one language, as it came in. */
export interface TextRequest {
  readonly field: TextField;
  readonly language: Language;
  readonly text: string;
  readonly unofficial?: boolean | null | undefined;
}

/** What stands of a contact that texts are written to: null for a new one. */
export type Before = { readonly content: Originals; readonly direct: Claims } | null;

export const longestText: Readonly<Record<TextField, number>> = { name: 200, title: 300, entity: 500 };

interface Statement {
  readonly texts: SaidText[];
  /** Originals that are said by these texts: the first official one, where nothing stood there. */
  readonly originals: Partial<Record<TextField, string>>;
}

type Read = Omit<SaidText, 'beside'> & { readonly path: string };

/**
 * @param given the originals that are written with them; undefined where one is not spoken of
 * @throws Problem BAD_USER_INPUT with the input field at fault
 */
export function saidTexts(
  written: readonly TextRequest[],
  given: Readonly<Record<TextField, string | null | undefined>>,
  before: Before,
  path: string,
): Statement {
  if (written.length > textFields.length * officialLanguages.length)
    throw badInput(path, 'Give each of name, title and entity once in each language.');
  const read = written.map((one, index) => readText(one, `${path}.${index}`));
  const twice = read.find((one, index) =>
    read.slice(0, index).some(({ field, language }) => field === one.field && language === one.language),
  );
  if (twice) throw badInput(twice.path, `Give the ${twice.field} once in each language: this is the second.`);
  const originals: Partial<Record<TextField, string>> = {};
  const texts = textFields.flatMap((field) => {
    const ofField = read.filter((one) => one.field === field);
    if (ofField.length === 0) return [];
    const original = originalOf(field, ofField, given[field], before);
    if (original !== (given[field] ?? before?.content[field])) originals[field] = original;
    return ofField.map(({ path: at, ...text }): SaidText => {
      if (text.unofficial && isSameText(text.text, original))
        throw badInput(at, `This is the original ${field} itself, and no unofficial translation of it.`);
      return { ...text, beside: besideOf(original) };
    });
  });
  return { texts, originals };
}

function readText({ field, language, text: written, unofficial }: TextRequest, path: string): Read {
  const text = textOf(written, `${path}.text`, longestText[field]);
  if (text === null) throw badInput(`${path}.text`, 'Write the text, or leave the whole item out.');
  if (unofficial === true && language !== 'EN')
    throw badInput(
      `${path}.unofficial`,
      'Only an English text can be an unofficial translation. What you say in another language is official.',
    );
  return { field, language, text, unofficial: unofficial ?? false, path };
}

function originalOf(
  field: TextField,
  texts: readonly Read[],
  given: string | null | undefined,
  before: Before,
): string {
  const [first] = texts;
  const path = first?.path ?? '';
  const official = texts.filter(({ unofficial }) => !unofficial);
  const stands = given === undefined ? (before?.content[field] ?? null) : given;
  if (stands === null) {
    const [original] = official;
    if (given === undefined && original) return original.text;
    throw badInput(path, `There is no ${field} that this could be said of. Give "${field}" too.`);
  }
  // Beside a source's word a state may always say its own; its own word it would contradict.
  const isOwn = given === undefined && before?.direct[field] !== undefined;
  const isNamed = official.length === 0 || official.some(({ text }) => isSameText(text, stands));
  if (isOwn && !isNamed)
    throw badInput(
      path,
      `Give "${field}" too: none of these texts is the ${field} that stands, and they do not say whether it stays.`,
    );
  return stands;
}
