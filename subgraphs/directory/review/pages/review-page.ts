import type { Translator } from '../../../../platform/languages/catalogue.ts';
import { type Html, html } from '../../../../platform/languages/html.ts';
import { wholePage } from '../../../../platform/pages/whole-page.ts';
import { memberState } from '../../../../platform/states/states.ts';
import type { Language } from '../../../../platform/vocabulary/terms.ts';
import type { MessageKey } from '../messages/en.ts';
import type { ShownContact, ShownLink } from './asked.ts';
import { linesOf } from './contact-lines.ts';

export interface ReviewPageContext {
  readonly language: Language;
  readonly t: Translator<MessageKey>;
  /** The path before `/review`; empty where the product has a host of its own. */
  readonly base: string;
  /** The page's own path; null where it cannot be shown again. */
  readonly path: string | null;
}

export interface PageState {
  readonly csrf: string;
  readonly problem?: string | null;
  readonly notice?: string | null;
}

/** What a link confirms, all of it, with a button for each and one for all. */
export function reviewPage(context: ReviewPageContext, link: ShownLink, state: PageState): string {
  const { t, language } = context;
  const name = memberState(link.iso3)?.names[language] ?? link.iso3;
  const { contacts } = link;
  const all =
    contacts.length > 1
      ? html`<hr>${confirmForm(t('all', { count: contacts.length }), state.csrf, contacts)}`
      : null;
  const body = html`<p>${t('intro', { state: name, count: contacts.length })}</p>
${contacts.map((contact) => aboutContact(context, contact, state.csrf))}
${all}
<p><small>${t('otherwise')}</small></p>`;
  return page(context, t('title'), body, state);
}

/** A page that says something, with nothing to do on it. */
export function sayingPage(context: ReviewPageContext, title: string, said: string): string {
  return page({ ...context, path: null }, title, html`<p>${said}</p>`, {});
}

function page(
  { t, language, base, path }: ReviewPageContext,
  title: string,
  body: Html,
  state: Partial<PageState>,
): string {
  const frame = {
    language,
    product: t('product'),
    purpose: t('purpose'),
    languages: t('languages'),
    styles: `${base}/review/pages.css`,
    address: path === null ? null : `${base}${path}`,
  };
  return wholePage(frame, {
    title,
    body,
    problem: state.problem ?? null,
    notice: state.notice ?? null,
  });
}

/** The form says which contacts it confirms and as which revision they were shown: nothing that was not shown is confirmed. */
function confirmForm(button: string, csrf: string, contacts: readonly ShownContact[]): Html {
  return html`<form method="post"><input type="hidden" name="csrf" value="${csrf}">
${contacts.map(({ id, revision }) => html`<input type="hidden" name="contact" value="${revision}:${id}">`)}
<p><button type="submit">${button}</button></p></form>`;
}

function aboutContact(context: ReviewPageContext, contact: ShownContact, csrf: string): Html {
  const { t } = context;
  const { name, entity, review } = contact;
  const due = review && html`<p>${t(review.overdue ? 'overdue' : 'due', { date: review.dueAt })}</p>`;
  const heading = name ?? entity ?? contact.emails[0] ?? t(`function.${contact.function}`);
  return html`<section><h2 dir="auto">${heading}</h2>
${due}
<dl>${linesOf(t, context.language, contact).map(([label, values]) =>
    values.length === 0
      ? null
      : html`<dt>${label}</dt>${values.map(({ text, lang }) => html`<dd dir="auto"${lang && html` lang="${lang}"`}>${text}</dd>`)}`,
  )}</dl>
${confirmForm(t('one'), csrf, [contact])}</section>`;
}
