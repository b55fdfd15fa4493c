import type { Translator } from '../../../platform/languages/catalogue.ts';
import { type Html, html } from '../../../platform/languages/html.ts';
import { directionOf, languages, languageTag } from '../../../platform/languages/languages.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';
import type { MessageKey } from '../messages/en.ts';

/** In which language a page is written, and what all pages need. */
export interface PageContext {
  readonly language: Language;
  readonly t: Translator<MessageKey>;
  /** The path before `/oidc`; empty where the product has a host of its own. */
  readonly base: string;
  /** The page's own path, for choosing another language; null where it cannot be shown again. */
  readonly path: string | null;
}

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** What went wrong: the title says so too, for those who hear the page. */
  readonly problem?: string | null;
  /** What went well. */
  readonly notice?: string | null;
}

/** A whole page. It works without scripts, and has none. */
export function layout({ language, t, base, path }: PageContext, page: Page): string {
  const { title, body, problem = null, notice = null } = page;
  const choices = languages.map(({ code, tag, name }) =>
    code === language
      ? html`<li><strong lang="${tag}" aria-current="true">${name}</strong></li>`
      : html`<li><a href="${base}${path}?lang=${tag}" lang="${tag}" hreflang="${tag}">${name}</a></li>`,
  );
  const whole = html`<!doctype html>
<html lang="${languageTag(language)}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${problem === null ? null : html`${problem} · `}${title} · ${t('product')}</title>
<link rel="stylesheet" href="${base}/oidc/pages.css">
</head>
<body>
<header><p class="product">${t('product')}</p><p class="purpose">${t('purpose')}</p></header>
<main>
<h1>${title}</h1>
${problem === null ? null : html`<p class="problem" role="alert">${problem}</p>`}
${notice === null ? null : html`<p class="notice" role="status">${notice}</p>`}
${body}
</main>
${path === null ? null : html`<footer><nav aria-label="${t('languages')}"><ul>${choices}</ul></nav></footer>`}
</body>
</html>
`;
  return whole.markup;
}

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly type: 'email' | 'password' | 'text';
  readonly autocomplete: string;
  readonly value?: string;
  readonly autofocus?: boolean;
  readonly hint?: string;
  readonly numeric?: boolean;
}

/** A field with its label, and its hint where there is one. */
export function field(options: FieldOptions): Html {
  const { name, label, type, autocomplete, value = '', autofocus = false, hint, numeric = false } = options;
  const described = hint === undefined ? null : html` aria-describedby="${name}-hint"`;
  return html`<p class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}" required maxlength="400" dir="auto" spellcheck="false" autocapitalize="none"${numeric && html` inputmode="numeric"`}${autofocus && html` autofocus`}${described}>
${hint === undefined ? null : html`<small id="${name}-hint">${hint}</small>`}</p>`;
}

/** A form that posts to the page's own address. */
export function form(
  csrf: string,
  action: string,
  button: string,
  fields: Html | readonly Html[] = [],
): Html {
  return html`<form method="post">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="action" value="${action}">
${fields}
<p><button type="submit">${button}</button></p>
</form>`;
}

export const pageStyles = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, "Noto Sans", sans-serif; --line: #8886; --accent: #1f5f8b; --bad: #a4262c; --good: #1c6b3a; }
@media (prefers-color-scheme: dark) { :root { --accent: #8cc4ea; --bad: #ff9a9a; --good: #8fd6a8; } }
* { box-sizing: border-box; }
body { max-width: 30rem; margin: 0 auto; padding: 2rem 1.25rem; }
header { border-block-end: 1px solid var(--line); margin-block-end: 2rem; padding-block-end: 0.75rem; }
.product { font-weight: 700; font-size: 1.25rem; margin: 0; }
.purpose { margin: 0; font-size: 0.9rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin-block-start: 2.5rem; }
label { display: block; font-weight: 600; }
input { width: 100%; font: inherit; padding: 0.5rem 0.6rem; border: 1px solid var(--line); border-radius: 0.35rem; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
small { display: block; }
button { font: inherit; font-weight: 600; padding: 0.55rem 1.4rem; border: 1px solid var(--accent); border-radius: 0.35rem; background: var(--accent); color: Canvas; cursor: pointer; }
button.quiet { background: transparent; color: var(--accent); padding: 0.2rem 0.7rem; }
a { color: var(--accent); }
.problem, .notice { border-inline-start: 0.3rem solid var(--bad); padding: 0.5rem 0.9rem; background: #8881; }
.notice { border-color: var(--good); }
figure { margin: 1rem 0; max-width: 14rem; background: #fff; padding: 0.5rem; border-radius: 0.35rem; }
figure svg { display: block; width: 100%; height: auto; }
code, .codes { font: 1.05rem/1.7 ui-monospace, monospace; direction: ltr; unicode-bidi: isolate; }
.codes { columns: 2; padding-inline-start: 1.5rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.2rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: start; padding: 0.4rem 0.5rem 0.4rem 0; border-block-end: 1px solid var(--line); vertical-align: top; }
td form p { margin: 0; }
footer { margin-block-start: 3rem; border-block-start: 1px solid var(--line); padding-block-start: 0.5rem; font-size: 0.95rem; }
footer ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; padding: 0; }
`;
