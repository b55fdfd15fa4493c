import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import { networkOf } from '../../../platform/network/network-of.ts';
import { memberState } from '../../../platform/states/states.ts';
import { acceptInvitation, type OpenedLink, openLink, type UnusableLink } from '../accounts/accept.ts';
import { beginAttempt, linkPlaces } from '../credentials/attempts.ts';
import { judgePassword } from '../credentials/password-rule.ts';
import { acceptedPage, faultSentence, invitationPage, unusableLinkPage } from '../pages/account-pages.ts';
import type { AccountRow } from '../storage/account-row.ts';
import { formToken, isFormToken } from './cookie-keys.ts';
import type { SignInSite } from './sign-in-site.ts';
import { fieldsOf, minutesOf, type Visit, visit } from './visit.ts';

const Parameters = z.object({ token: z.string().regex(/^[\w-]{20,100}$/) });

/** What others know of a person: a password must not be made of it. */
export function personalWords({ name, email, iso3 }: AccountRow): string[] {
  const names = iso3 === null ? [] : Object.values(memberState(iso3)?.names ?? {});
  return [name, email, ...names];
}

const statusOf = { unknown: 404, early: 410, expired: 410, used: 410, taken: 409 } as const;

/** The page behind a one-time link, where a password is chosen. */
export function invitationRoutes({ parts, signing, site }: SignInSite): FastifyPluginAsync {
  async function opened(here: Visit): Promise<{ link: OpenedLink; token: string } | { wait: number }> {
    const { data } = Parameters.safeParse(here.request.params);
    const token = data?.token ?? '';
    const link = await parts.database.read((manager) => openLink(manager, parts, token));
    if (!('unusable' in link) || link.unusable !== 'unknown') return { link, token };
    const { wait } = await beginAttempt(parts, linkPlaces(networkOf(here.request.ip)));
    return wait === null ? { link, token } : { wait };
  }

  function refuse(here: Visit, link: UnusableLink): FastifyReply {
    const page = here.page(null);
    const why =
      link.unusable === 'early'
        ? page.t('link.early', { date: new Date(link.opensAt) })
        : page.t(`link.${link.unusable}`);
    return here.send(statusOf[link.unusable], unusableLinkPage(page, why));
  }

  return async (scope) => {
    scope.route({
      url: '/oidc/invitation/:token',
      method: ['GET', 'POST'],
      handler: async (request, reply) => {
        const here = visit(request, reply, site);
        const found = await opened(here);
        if ('wait' in found) {
          const page = here.page(null);
          return here.send(429, unusableLinkPage(page, page.t('wait', { minutes: minutesOf(found.wait) })));
        }
        const { link, token } = found;
        if ('unusable' in link) return refuse(here, link);
        const { account, invitation } = link;
        const page = here.page(`/oidc/invitation/${token}`, { account: account.language });
        const show = (status: number, problem: string | null) =>
          here.send(
            status,
            invitationPage(
              page,
              { csrf: formToken(signing, token), problem },
              account,
              invitation.purpose === 'RECOVER',
            ),
          );
        if (request.method === 'GET') return show(200, null);
        const given = fieldsOf(request.body);
        if (!isFormToken(signing, token, given.csrf ?? '')) return show(400, page.t('stale'));
        const password = given.password ?? '';
        const verdict = judgePassword(password, personalWords(account));
        if ('fault' in verdict) return show(400, faultSentence(page, verdict.fault));
        if (given.again !== password) return show(400, page.t('new.differ'));
        const accepted = await acceptInvitation(parts, token, await parts.passwords.hash(password));
        if ('unusable' in accepted) return refuse(here, accepted);
        return here.send(200, acceptedPage(page, page.t(`strength.${verdict.strength}`)));
      },
    });
  };
}
