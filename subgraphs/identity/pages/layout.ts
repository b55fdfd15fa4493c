import type { Translator } from '../../../platform/languages/catalogue.ts';
import { type Html, html } from '../../../platform/languages/html.ts';
import { type Page, wholePage } from '../../../platform/pages/whole-page.ts';
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

/** A whole page. It works without scripts, and has none. */
export function layout({ language, t, base, path }: PageContext, page: Page): string {
  const frame = {
    language,
    product: t('product'),
    purpose: t('purpose'),
    languages: t('languages'),
    styles: `${base}/oidc/pages.css`,
    address: path === null ? null : `${base}${path}`,
  };
  return wholePage(frame, page);
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
