import QRCode from 'qrcode';
import { Html, html } from '../../../platform/languages/html.ts';
import { totpKeyText, totpUri } from '../credentials/second-factor.ts';
import { field, form, layout, type PageContext } from './layout.ts';

export interface FormState {
  readonly csrf: string;
  readonly problem?: string | null;
  readonly notice?: string | null;
}

export function signInPage(
  context: PageContext,
  { csrf, problem, notice }: FormState,
  email: string,
): string {
  const { t } = context;
  const fields = [
    field({
      name: 'email',
      label: t('email'),
      type: 'email',
      autocomplete: 'username',
      value: email,
      autofocus: email === '',
    }),
    field({
      name: 'password',
      label: t('password'),
      type: 'password',
      autocomplete: 'current-password',
      autofocus: email !== '',
    }),
  ];
  const body = html`${form(csrf, 'password', t('signIn.title'), fields)}<p><small>${t('signIn.help')}</small></p>`;
  return layout(context, {
    title: t('signIn.title'),
    body,
    problem: problem ?? null,
    notice: notice ?? null,
  });
}

const codeField = (context: PageContext) =>
  field({
    name: 'code',
    label: context.t('factor.code'),
    type: 'text',
    autocomplete: 'one-time-code',
    autofocus: true,
    numeric: true,
  });

export function secondFactorPage(context: PageContext, { csrf, problem }: FormState): string {
  const { t } = context;
  const code = field({
    name: 'code',
    label: t('factor.code'),
    type: 'text',
    autocomplete: 'one-time-code',
    autofocus: true,
    hint: t('factor.recovery'),
  });
  const body = html`<p>${t('factor.intro')}</p>${form(csrf, 'factor', t('continue'), code)}`;
  return layout(context, { title: t('factor.title'), body, problem: problem ?? null });
}

/** @param required why it must be set up now; null where the person wishes it */
export async function enrolPage(
  context: PageContext,
  { csrf, problem }: FormState,
  secret: string,
  label: string,
  required: string | null,
): Promise<string> {
  const { t } = context;
  // The picture is drawn here: the secret goes to no other service.
  const picture = await QRCode.toString(totpUri(secret, label), { type: 'svg', margin: 1 });
  const body = html`${required === null ? null : html`<p>${required}</p>`}
<p>${t('enrol.scan')}</p>
<figure role="img" aria-label="${t('enrol.picture')}">${new Html(picture)}</figure>
<p>${t('enrol.key')}: <code>${totpKeyText(secret)}</code></p>
<p>${t('enrol.then')}</p>
${form(csrf, 'enrol', t('continue'), codeField(context))}`;
  return layout(context, { title: t('enrol.title'), body, problem: problem ?? null });
}

export function recoveryCodesPage(
  context: PageContext,
  { csrf }: FormState,
  codes: readonly string[],
): string {
  const { t } = context;
  const items = codes.map((code) => html`<li>${code}</li>`);
  const body = html`<p>${t('recovery.intro', { count: codes.length })}</p>
<ol class="codes">${items}</ol>
${form(csrf, 'kept', t('recovery.kept'))}`;
  // The codes are shown once: in another language the page would be without them.
  return layout({ ...context, path: null }, { title: t('recovery.title'), body });
}

export function signOutPage(context: PageContext, providerForm: string): string {
  const { t } = context;
  const body = html`${new Html(providerForm)}
<p><button type="submit" form="op.logoutForm" name="logout" value="yes">${t('signOut.yes')}</button>
<button class="quiet" type="submit" form="op.logoutForm">${t('signOut.no')}</button></p>`;
  return layout({ ...context, path: null }, { title: t('signOut.title'), body });
}

export function signedOutPage(context: PageContext): string {
  const { t, base } = context;
  const body = html`<p><a href="${base}/oidc/account">${t('signOut.again')}</a></p>`;
  return layout({ ...context, path: null }, { title: t('signOut.done'), body });
}

export function errorPage(context: PageContext, code: string | null): string {
  const { t, base } = context;
  const body = html`<p>${t('error.text')}</p>
<p><a href="${base}/oidc/account">${t('signIn.title')}</a></p>
${code === null ? null : html`<p><small>${t('error.code', { code })}</small></p>`}`;
  return layout({ ...context, path: null }, { title: t('error.title'), body });
}
