import { type Html, html } from '../../../platform/languages/html.ts';
import { memberState } from '../../../platform/states/states.ts';
import { longestPassword, type PasswordFault, shortestPassword } from '../credentials/password-rule.ts';
import type { AccountRow } from '../storage/account-row.ts';
import type { SessionRow } from '../storage/session-row.ts';
import { field, form, layout, type PageContext } from './layout.ts';
import type { FormState } from './sign-in-pages.ts';

/** Why a password is not taken, in a sentence. */
export function faultSentence({ t }: PageContext, fault: PasswordFault): string {
  return t(`fault.${fault}`, { count: fault === 'long' ? longestPassword : shortestPassword });
}

const newPasswordFields = ({ t }: PageContext): readonly Html[] => [
  field({
    name: 'password',
    label: t('new.password'),
    type: 'password',
    autocomplete: 'new-password',
    hint: t('new.rule', { count: shortestPassword }),
  }),
  field({ name: 'again', label: t('new.again'), type: 'password', autocomplete: 'new-password' }),
];

function aboutAccount({ t, language }: PageContext, account: AccountRow): Html {
  const state = account.iso3 === null ? null : memberState(account.iso3)?.names[language];
  return html`<dl><dt>${t('name')}</dt><dd dir="auto">${account.name}</dd>
<dt>${t('role')}</dt><dd>${t(`role.${account.role}`)}</dd>
${state === undefined || state === null ? null : html`<dt>${t('state')}</dt><dd>${state}</dd>`}
<dt>${t('email')}</dt><dd dir="auto">${account.email}</dd></dl>`;
}

/** @param recovers whether the account had a password before */
export function invitationPage(
  context: PageContext,
  { csrf, problem }: FormState,
  account: AccountRow,
  recovers: boolean,
): string {
  const { t } = context;
  const username = html`<input type="hidden" name="username" autocomplete="username" value="${account.email}">`;
  const body = html`${aboutAccount(context, account)}
<p>${t('invitation.intro', { email: account.email })}</p>
${form(csrf, 'choose', t('new.save'), [username, ...newPasswordFields(context)])}`;
  const title = recovers ? t('invitation.recover') : t('invitation.title');
  return layout(context, { title, body, problem: problem ?? null });
}

export function acceptedPage(context: PageContext, strength: string): string {
  const { t, base } = context;
  const body = html`<p>${strength}</p><p><a href="${base}/oidc/account">${t('signIn.title')}</a></p>`;
  return layout({ ...context, path: null }, { title: t('new.saved'), body });
}

export function unusableLinkPage(context: PageContext, why: string): string {
  return layout(context, { title: context.t('link.title'), body: html`<p>${why}</p>` });
}

export interface AccountView {
  readonly account: AccountRow;
  readonly sessions: readonly SessionRow[];
  /** The session in which the page is read. */
  readonly here: string;
}

export function accountPage(context: PageContext, state: FormState, view: AccountView): string {
  const { t, base } = context;
  const { csrf, problem, notice } = state;
  const present = field({
    name: 'present',
    label: t('account.present'),
    type: 'password',
    autocomplete: 'current-password',
  });
  // Two forms ask for the present password: each field needs an id of its own.
  const presentForFactor = html`<p class="field"><label for="present-factor">${t('account.present')}</label>
<input id="present-factor" name="present" type="password" autocomplete="current-password" required maxlength="400"></p>`;
  const body = html`${aboutAccount(context, view.account)}
<p><a href="${base}/oidc/session/end">${t('signOut.yes')}</a></p>
<h2>${t('account.sessions')}</h2>
${sessionTable(context, csrf, view)}
<h2>${t('account.changePassword')}</h2>
${form(csrf, 'password', t('new.save'), [present, ...newPasswordFields(context)])}
<h2>${t('factor.title')}</h2>
<p>${view.account.totp_secret === null ? t('account.factorOff') : t('account.factorOn')}</p>
${form(csrf, 'factor', view.account.totp_secret === null ? t('enrol.title') : t('account.factorChange'), presentForFactor)}`;
  return layout(context, {
    title: t('account.title'),
    body,
    problem: problem ?? null,
    notice: notice ?? null,
  });
}

function sessionTable({ t }: PageContext, csrf: string, { sessions, here }: AccountView): Html {
  const time = (at: string) => html`<time datetime="${at}">${t('account.time', { at: new Date(at) })}</time>`;
  const rows = sessions.map(
    ({
      id,
      device,
      started_at,
      last_used_at,
    }) => html`<tr><td dir="auto">${device}</td><td>${time(started_at)}</td><td>${time(last_used_at)}</td>
<td>${
      id === here
        ? t('account.here')
        : html`<form method="post"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="action" value="end"><input type="hidden" name="session" value="${id}"><p><button class="quiet" type="submit">${t('account.end')}</button></p></form>`
    }</td></tr>`,
  );
  const others = sessions.some(({ id }) => id !== here);
  return html`<table><thead><tr><th scope="col">${t('account.device')}</th><th scope="col">${t('account.since')}</th><th scope="col">${t('account.used')}</th><td></td></tr></thead>
<tbody>${rows}</tbody></table>
${others ? form(csrf, 'endOthers', t('account.endOthers')) : null}`;
}
