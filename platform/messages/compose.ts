import type { MessageValues, Translator } from '../languages/catalogue.ts';
import { type Html, html } from '../languages/html.ts';
import { directionOf, languageTag } from '../languages/languages.ts';
import type { Language } from '../vocabulary/terms.ts';
import { frameIn } from './frame.ts';
import { isolated } from './isolate.ts';
import { button, document, small } from './layout.ts';
import type { Block, MessageTemplate } from './template.ts';

/** The templates of a part, with the catalogue they speak from. */
export interface MessageTemplates<Key extends string = string> {
  readonly templates: Readonly<Record<string, MessageTemplate<Key>>>;
  readonly inLanguage: (language: Language) => Translator<Key>;
}

/** A message as its reader sees it. */
export interface ComposedMessage {
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Reader {
  readonly name: string;
  readonly language: Language;
}

/**
 * Writes a message out, as text and as HTML, from the same words.
 * @param template its name
 * @param publicUrl what links begin with, without a trailing slash
 * @throws TemplateFault where there is no such template, or a value of it is missing
 */
export type Compose = (
  template: string,
  reader: Reader,
  values: MessageValues,
  publicUrl: string,
) => ComposedMessage;

/** A template's name, or a value of it, that there is not: ours to mend. */
export class TemplateFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TemplateFault';
  }
}

/** What writes a part's messages out. */
export const composer =
  <Key extends string>(messages: MessageTemplates<Key>): Compose =>
  (template, reader, values, publicUrl) =>
    composeMessage(messages, template, reader, values, publicUrl);

function composeMessage<Key extends string>(
  { templates, inLanguage }: MessageTemplates<Key>,
  name: string,
  reader: Reader,
  given: MessageValues,
  publicUrl: string,
): ComposedMessage {
  const template = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (!template) throw new TemplateFault(`There is no template ${name}.`);
  const missing = Object.keys(template.sample).filter((value) => given[value] === undefined);
  if (missing.length > 0) throw new TemplateFault(`${name} lacks the values ${missing.join(', ')}.`);

  const { language } = reader;
  const values = isolated(given, language);
  const translate = inLanguage(language);
  const frame = frameIn(language);
  const subject = oneLine(translate(template.subject, values));
  const named = reader.name.trim() !== '';
  const greeting = named
    ? frame('greeting', isolated({ name: oneLine(reader.name) }, language))
    : frame('greeting.nobody');
  const foot = frame('foot');
  const pieces = template.body.map((block) =>
    piece(block, name, given, values, translate, publicUrl, language),
  );
  return {
    language,
    subject,
    text: `${[greeting, ...pieces.map(({ text }) => text), `-- \n${foot}`].join('\n\n')}\n`,
    html: document(
      { tag: languageTag(language), direction: directionOf(language), title: subject },
      html`<p>${greeting}</p>${pieces.map(({ markup }) => markup(frame('link')))}${small(foot)}`,
    ),
  };
}

interface Piece {
  readonly text: string;
  readonly markup: (linkSaying: string) => Html;
}

function piece<Key extends string>(
  block: Block<Key, string>,
  template: string,
  given: MessageValues,
  values: MessageValues,
  translate: Translator<Key>,
  publicUrl: string,
  language: Language,
): Piece {
  if ('say' in block) {
    const said = translate(block.say, values);
    return { text: said, markup: () => html`<p>${said}</p>` };
  }
  if ('list' in block) {
    const lines = String(given[block.list] ?? '')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return {
      text: lines.map((line) => `- ${line}`).join('\n'),
      markup: () => html`<ul>${lines.map((line) => html`<li dir="auto">${line}</li>`)}</ul>`,
    };
  }
  const path = given[block.path];
  // Two slashes would lead to another host.
  if (typeof path !== 'string' || !/^\/(?![/\\])/.test(path))
    throw new TemplateFault(`${block.path} of ${template} is no path below the public address.`);
  const url = new URL(`${publicUrl}${path}`);
  // The page is in the language of the message that leads there.
  url.searchParams.set('lang', languageTag(language));
  const label = translate(block.action, values);
  return { text: `${label}\n${url.href}`, markup: (saying) => button(label, url.href, saying) };
}

/** Text for a header, or for a line of its own: without line breaks and other control characters. */
export const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
