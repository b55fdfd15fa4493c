import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { InteractionResults } from 'oidc-provider';
import { newTotpSecret } from '../credentials/second-factor.ts';
import type { PageContext } from '../pages/layout.ts';
import {
  enrolPage,
  errorPage,
  recoveryCodesPage,
  secondFactorPage,
  signInPage,
} from '../pages/sign-in-pages.ts';
import { checkPassword, checkSecondFactor } from '../sign-in/check.ts';
import { enrolSecondFactor } from '../sign-in/enrol.ts';
import { accountWith, credentialsOf, dropStep, keepStep, type SignInStep, stepOf } from '../sign-in/steps.ts';
import type { AccountRow } from '../storage/account-row.ts';
import { signInSettings } from '../storage/sign-in-settings-row.ts';
import { formToken, isFormToken } from './cookie-keys.ts';
import { attemptFrom, rememberDevice } from './devices.ts';
import type { SignInSite } from './sign-in-site.ts';
import { type FormFields, fieldsOf, minutesOf, type Visit, visit } from './visit.ts';

interface Interaction {
  readonly visit: Visit;
  readonly uid: string;
  readonly page: PageContext;
  readonly csrf: string;
  /** The address given on the way here (`login_hint`). */
  readonly hint: string;
}

/** The pages a person signs in by: password, second factor, setting one up. */
export function interactionRoutes(site: SignInSite): FastifyPluginAsync {
  const { parts, signing, running } = site;

  async function opened(here: Visit): Promise<Interaction | null> {
    try {
      const { uid, params } = await running.current().interactionDetails(here.request.raw, here.reply.raw);
      const path = `/oidc/interaction/${uid}`;
      if (!here.request.url.startsWith(path)) return null;
      const locales = typeof params.ui_locales === 'string' ? params.ui_locales : undefined;
      const hint = typeof params.login_hint === 'string' ? params.login_hint : '';
      return { visit: here, uid, page: here.page(path, { locales }), csrf: formToken(signing, uid), hint };
    } catch {
      return null; // it has expired, or began in another browser
    }
  }

  const accountOf = ({ account, credentials }: SignInStep) =>
    parts.database.read((manager) => accountWith(manager, account, credentials));

  const lost = (here: Visit): FastifyReply => here.send(400, errorPage(here.page(null), 'expired'));

  /** @param account as it was when what was given was found right: signed in to only if it is so still */
  async function finish(at: Interaction, account: AccountRow, amr: string[]): Promise<FastifyReply> {
    const { visit: here, uid } = at;
    const result: InteractionResults = { login: { accountId: account.id, amr, remember: false } };
    const { raw } = here.request;
    const next = await parts.database.write(async (manager) => {
      if (!(await accountWith(manager, account.id, credentialsOf(account)))) return null;
      await dropStep(parts, uid);
      return running
        .current()
        .interactionResult(raw, here.reply.raw, result, { mergeWithLastSubmission: false });
    });
    if (next === null) return show(at, at.page.t('stale'), 400);
    rememberDevice(here, signing, account);
    return here.reply.redirect(next, 303);
  }

  async function show(at: Interaction, problem: string | null = null, status = 200): Promise<FastifyReply> {
    const { visit: here, page, csrf, uid } = at;
    const state = { csrf, problem };
    const step = await stepOf(parts, uid);
    const account = step ? await accountOf(step) : null;
    if (!step || !account) return here.send(status, signInPage(page, state, at.hint));
    if (step.newSecret === null) return here.send(status, secondFactorPage(page, state));
    const required = page.t('enrol.required');
    return here.send(status, await enrolPage(page, state, step.newSecret, account.email, required));
  }

  async function password(at: Interaction, given: FormFields): Promise<FastifyReply> {
    const { visit: here, page, uid, csrf } = at;
    const email = given.email ?? '';
    const outcome = await checkPassword(
      parts,
      { email, password: given.password ?? '' },
      attemptFrom(here, signing),
    );
    const again = (status: number, problem: string) =>
      here.send(status, signInPage(page, { csrf, problem }, email));
    if ('wait' in outcome) return again(429, page.t('wait', { minutes: minutesOf(outcome.wait) }));
    if ('wrong' in outcome) return again(400, page.t('signIn.wrong'));
    const account = outcome.right;
    const { second_factor_required } = await parts.database.read(signInSettings);
    if (account.totp_secret === null && !second_factor_required) return finish(at, account, ['pwd']);
    const newSecret = account.totp_secret === null ? newTotpSecret() : null;
    const credentials = credentialsOf(account);
    await keepStep(parts, uid, { account: account.id, credentials, newSecret, enrolled: false });
    return show(at);
  }

  async function factor(at: Interaction, step: SignInStep, given: FormFields): Promise<FastifyReply> {
    const account = await accountOf(step);
    if (!account || step.newSecret !== null) return show(at);
    const outcome = await checkSecondFactor(parts, account, given.code ?? '', attemptFrom(at.visit, signing));
    if ('wait' in outcome) return show(at, at.page.t('wait', { minutes: minutesOf(outcome.wait) }), 429);
    if ('wrong' in outcome) return show(at, at.page.t('factor.wrong'), 400);
    return finish(at, account, ['pwd', 'otp']);
  }

  async function enrol(at: Interaction, step: SignInStep, given: FormFields): Promise<FastifyReply> {
    if (step.newSecret === null) return show(at);
    const enrolled = await enrolSecondFactor(parts, step, given.code ?? '', null);
    if (!enrolled) return show(at, at.page.t('enrol.wrong'), 400);
    await keepStep(parts, at.uid, { ...step, credentials: credentialsOf(enrolled.account), enrolled: true });
    return at.visit.send(200, recoveryCodesPage(at.page, { csrf: at.csrf }, enrolled.codes));
  }

  return async (scope) => {
    scope.get('/oidc/interaction/:uid', async (request, reply) => {
      const here = visit(request, reply, site.site);
      const at = await opened(here);
      return at ? show(at) : lost(here);
    });
    scope.post('/oidc/interaction/:uid', async (request, reply) => {
      const here = visit(request, reply, site.site);
      const at = await opened(here);
      if (!at) return lost(here);
      const given = fieldsOf(request.body);
      if (!isFormToken(signing, at.uid, given.csrf ?? '')) return show(at, at.page.t('stale'), 400);
      if (given.action === 'password') return password(at, given);
      const step = await stepOf(parts, at.uid);
      if (!step) return show(at, at.page.t('stale'), 400);
      if (given.action === 'factor') return factor(at, step, given);
      if (given.action === 'enrol' && !step.enrolled) return enrol(at, step, given);
      const account = await accountOf(step);
      if (given.action === 'kept' && step.enrolled && account) return finish(at, account, ['pwd', 'otp']);
      return show(at, at.page.t('stale'), 400);
    });
  };
}
