import { createHash, randomBytes } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { actorOf } from '../../../platform/ledger/actor.ts';
import { callerOf } from '../accounts/find.ts';
import { judgePassword } from '../credentials/password-rule.ts';
import { newTotpSecret } from '../credentials/second-factor.ts';
import { accountPage, faultSentence } from '../pages/account-pages.ts';
import type { PageContext } from '../pages/layout.ts';
import { enrolPage, recoveryCodesPage } from '../pages/sign-in-pages.ts';
import { record } from '../parts.ts';
import { portalClientId } from '../provider/configuration.ts';
import { endingSessions, endSessionsOf } from '../sessions/end.ts';
import { checkPassword } from '../sign-in/check.ts';
import { changePassword, enrolSecondFactor } from '../sign-in/enrol.ts';
import { credentialsOf, dropStep, keepStep, stepOf } from '../sign-in/steps.ts';
import { AccountRow } from '../storage/account-row.ts';
import { SessionRow } from '../storage/session-row.ts';
import { formToken, isFormToken } from './cookie-keys.ts';
import { attemptFrom } from './devices.ts';
import { personalWords } from './invitation-routes.ts';
import type { SignInSite } from './sign-in-site.ts';
import { type SignedIn, signedIn, usedSession } from './signed-in.ts';
import { type FormFields, fieldsOf, minutesOf, type Visit, visit } from './visit.ts';

interface Here extends SignedIn {
  readonly visit: Visit;
  readonly page: PageContext;
  readonly csrf: string;
}

const accountPath = '/oidc/account';
const factorPath = '/oidc/account/factor';

/** A person's own account: where it is signed in, its password, its second factor. */
export function accountRoutes(site: SignInSite): FastifyPluginAsync {
  const { parts, signing, running } = site;

  async function arrive(visiting: Visit, path: string): Promise<Here | null> {
    const who = await signedIn(site, visiting);
    if (!who) return null;
    await usedSession(site, who);
    const page = visiting.page(path, { account: who.account.language });
    return { ...who, visit: visiting, page, csrf: formToken(signing, who.session.id) };
  }

  /** Signing in is what is wanted here, and the cookie it leaves; nobody will redeem the code. */
  function signInFirst({ reply, request }: Visit): FastifyReply {
    const query = new URLSearchParams({
      client_id: portalClientId,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${parts.publicUrl}/oidc/arrived`,
      code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
      code_challenge_method: 'S256',
    });
    if (new URL(request.url, running.issuer).searchParams.has('lang'))
      query.set('ui_locales', new URL(request.url, running.issuer).searchParams.get('lang') ?? '');
    return reply.redirect(`${running.issuer}/auth?${query}`, 303);
  }

  async function show(at: Here, said: { problem?: string; notice?: string } = {}): Promise<FastifyReply> {
    const view = await parts.database.read(async (manager) => ({
      account: (await manager.findOneBy(AccountRow, { id: at.account.id })) ?? at.account,
      sessions: await manager.find(SessionRow, {
        where: { account_id: at.account.id },
        order: { last_used_at: 'DESC', id: 'ASC' },
      }),
    }));
    const state = { csrf: at.csrf, problem: said.problem ?? null, notice: said.notice ?? null };
    const status = said.problem === undefined ? 200 : 400;
    return at.visit.send(status, accountPage(at.page, state, { ...view, here: at.session.id }));
  }

  /** @returns what is wrong with the present password; null where it is right */
  async function presentProblem(at: Here, given: FormFields): Promise<string | null> {
    const { t } = at.page;
    const credentials = { email: at.account.email, password: given.present ?? '' };
    const outcome = await checkPassword(parts, credentials, attemptFrom(at.visit, signing));
    if ('wait' in outcome) return t('wait', { minutes: minutesOf(outcome.wait) });
    return 'wrong' in outcome ? t('account.presentWrong') : null;
  }

  async function endSessions(at: Here, which: { only: string } | { allBut: string }): Promise<FastifyReply> {
    const count = await endingSessions(parts, async (manager, end) => {
      const ended = await endSessionsOf(manager, end, at.account.id, which);
      if (ended > 0)
        await record(manager, parts, {
          kind: 'sessions.ended',
          actor: actorOf(callerOf(at.account)),
          state: at.account.iso3,
          subjects: { account: at.account.id },
          payload: { sessions: ended },
        });
      return ended;
    });
    return show(at, { notice: at.page.t('account.ended', { count }) });
  }

  async function password(at: Here, given: FormFields): Promise<FastifyReply> {
    const { page, account, session } = at;
    const chosen = given.password ?? '';
    const verdict = judgePassword(chosen, personalWords(account));
    if ('fault' in verdict) return show(at, { problem: faultSentence(page, verdict.fault) });
    if (given.again !== chosen) return show(at, { problem: page.t('new.differ') });
    const problem = await presentProblem(at, given);
    if (problem !== null) return show(at, { problem });
    const hash = await parts.passwords.hash(chosen);
    if (!(await changePassword(parts, account, hash, session.id)))
      return show(at, { problem: page.t('stale') });
    return show(at, { notice: `${page.t('new.saved')} ${page.t(`strength.${verdict.strength}`)}` });
  }

  async function beginFactor(at: Here, given: FormFields): Promise<FastifyReply> {
    const problem = await presentProblem(at, given);
    if (problem !== null) return show(at, { problem });
    const { id: account } = at.account;
    const credentials = credentialsOf(at.account);
    await keepStep(parts, at.session.id, {
      account,
      credentials,
      newSecret: newTotpSecret(),
      enrolled: false,
    });
    return at.visit.reply.redirect(`${site.site.base}${factorPath}`, 303);
  }

  async function showFactor(at: Here, problem: string | null): Promise<FastifyReply> {
    const step = await stepOf(parts, at.session.id);
    if (!step || step.newSecret === null)
      return at.visit.reply.redirect(`${site.site.base}${accountPath}`, 303);
    const state = { csrf: at.csrf, problem };
    const page = await enrolPage(at.page, state, step.newSecret, at.account.email, null);
    return at.visit.send(problem === null ? 200 : 400, page);
  }

  async function factor(at: Here, given: FormFields): Promise<FastifyReply> {
    if (given.action === 'kept') return at.visit.reply.redirect(`${site.site.base}${accountPath}`, 303);
    const step = await stepOf(parts, at.session.id);
    if (!step || step.newSecret === null) return showFactor(at, null);
    const enrolled = await enrolSecondFactor(parts, step, given.code ?? '', at.session.id);
    if (!enrolled) return showFactor(at, at.page.t('enrol.wrong'));
    await dropStep(parts, at.session.id);
    await parts.database.write((manager) =>
      manager.update(SessionRow, { id: at.session.id }, { second_factor: true }),
    );
    return at.visit.send(200, recoveryCodesPage(at.page, { csrf: at.csrf }, enrolled.codes));
  }

  return async (scope) => {
    scope.get('/oidc/arrived', async (_request, reply) =>
      reply.redirect(`${site.site.base}${accountPath}`, 303),
    );
    for (const path of [accountPath, factorPath])
      scope.route({
        url: path,
        method: ['GET', 'POST'],
        handler: async (request, reply) => {
          const visiting = visit(request, reply, site.site);
          const at = await arrive(visiting, path);
          if (!at) return signInFirst(visiting);
          const isFactor = path === factorPath;
          if (request.method === 'GET') return isFactor ? showFactor(at, null) : show(at);
          const given = fieldsOf(request.body);
          if (!isFormToken(signing, at.session.id, given.csrf ?? ''))
            return isFactor ? showFactor(at, at.page.t('stale')) : show(at, { problem: at.page.t('stale') });
          if (isFactor) return factor(at, given);
          switch (given.action) {
            case 'end':
              return endSessions(at, { only: given.session ?? '' });
            case 'endOthers':
              return endSessions(at, { allBut: at.session.id });
            case 'password':
              return password(at, given);
            case 'factor':
              return beginFactor(at, given);
            default:
              return show(at, { problem: at.page.t('stale') });
          }
        },
      });
  };
}
