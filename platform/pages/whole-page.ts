import { type Html, html } from '../languages/html.ts';
import { directionOf, languages, languageTag } from '../languages/languages.ts';
import type { Language } from '../vocabulary/terms.ts';

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** What went wrong: the title says so too, for those who hear the page. */
  readonly problem?: string | null;
  /** What went well. */
  readonly notice?: string | null;
}

/** In which language a page is written, and what stands around what it says. */
export interface PageFrame {
  readonly language: Language;
  readonly product: string;
  readonly purpose: string;
  /** What the choice of a language is called. */
  readonly languages: string;
  /** Where its styles are. */
  readonly styles: string;
  /** Where the page itself is, for choosing another language; null where it cannot be shown again. */
  readonly address: string | null;
}

/** A whole page. It works without scripts, and has none. */
export function wholePage({ language, styles, address, ...frame }: PageFrame, page: Page): string {
  const { title, body, problem = null, notice = null } = page;
  const choices = languages.map(({ code, tag, name }) =>
    code === language
      ? html`<li><strong lang="${tag}" aria-current="true">${name}</strong></li>`
      : html`<li><a href="${address}?lang=${tag}" lang="${tag}" hreflang="${tag}">${name}</a></li>`,
  );
  const whole = html`<!doctype html>
<html lang="${languageTag(language)}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${problem === null ? null : html`${problem} · `}${title} · ${frame.product}</title>
<link rel="stylesheet" href="${styles}">
</head>
<body>
<header><p class="product">${frame.product}</p><p class="purpose">${frame.purpose}</p></header>
<main>
<h1>${title}</h1>
${problem === null ? null : html`<p class="problem" role="alert">${problem}</p>`}
${notice === null ? null : html`<p class="notice" role="status">${notice}</p>`}
${body}
</main>
${address === null ? null : html`<footer><nav aria-label="${frame.languages}"><ul>${choices}</ul></nav></footer>`}
</body>
</html>
`;
  return whole.markup;
}
