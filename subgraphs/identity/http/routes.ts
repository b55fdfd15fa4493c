import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Problem } from '../../../platform/errors/problem.ts';
import type { SigningKey } from '../../../platform/identity/signing-key.ts';
import type { TokenVerifier } from '../../../platform/identity/tokens.ts';
import { formPagePolicy } from '../../../platform/pages/policy.ts';
import { pageStyles } from '../../../platform/pages/styles.ts';
import { inLanguage } from '../messages/catalogue.ts';
import { errorPage } from '../pages/sign-in-pages.ts';
import { recentlyEnded } from '../sessions/end.ts';
import { accountRoutes } from './account-routes.ts';
import { interactionRoutes } from './interaction-routes.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { providerRoutes } from './mount.ts';
import type { SignInSite } from './sign-in-site.ts';
import { type Visit, visit } from './visit.ts';

/** The keys that verify the product's tokens (RFC 7517): there whoever signs people in. */
export function keyRoutes(signing: SigningKey): FastifyPluginAsync {
  return async (scope) => {
    scope.get('/oidc/jwks', async (_request, reply) =>
      reply.header('access-control-allow-origin', '*').send({ keys: signing.published() }),
    );
  };
}

/** What parts in other processes ask, to refuse tokens of sessions that have ended. */
export function endedRoutes(site: SignInSite, tokens: TokenVerifier): FastifyPluginAsync {
  return async (scope) => {
    scope.get('/oidc/ended', async (request, reply) => {
      const caller = await tokens.caller(request.headers.authorization).catch(() => null);
      if (caller?.role !== 'service') return reply.code(401).send({ error: 'invalid_token' });
      return { ended: await recentlyEnded(site.parts) };
    });
  };
}

/** Everything below /oidc: the product's own pages, and the embedded provider. */
export function signInRoutes(site: SignInSite, tokens: TokenVerifier): FastifyPluginAsync {
  return async (server) => {
    await server.register(keyRoutes(site.signing));
    await server.register(endedRoutes(site, tokens));
    await server.register(async (scope) => {
      asPages(scope, site);
      scope.get('/oidc/pages.css', async (_request, reply) =>
        reply
          .header('cache-control', 'public, max-age=3600')
          .type('text/css; charset=utf-8')
          .send(pageStyles),
      );
      await scope.register(interactionRoutes(site));
      await scope.register(invitationRoutes(site));
      await scope.register(accountRoutes(site));
    });
    await server.register(providerRoutes(site.running, site.site, site.parts.publicUrl));
  };
}

/** What holds for every page: forms are read, nothing is kept by the browser, no other page may hold it in a frame. */
function asPages(scope: FastifyInstance, site: SignInSite): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 20_000 },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  scope.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', formPagePolicy);
    reply.header('cache-control', 'no-store');
  });
  scope.setErrorHandler((error, request, reply) => {
    const here = visit(request, reply, site.site);
    const page = here.page(null);
    if (error instanceof Problem && error.code === 'RATE_LIMITED')
      return here.send(503, errorPage({ ...page, t: busy(here) }, null));
    const status = statusOf(error);
    if (status >= 500) request.log.error({ err: error }, 'unexpected error');
    return here.send(status, errorPage(page, null));
  });
}

/** The error page's text, where all that is needed is a little patience. */
function busy(here: Visit): ReturnType<typeof inLanguage> {
  const t = here.page(null).t;
  return (key, values) => (key === 'error.text' ? t('busy') : t(key, values));
}

function statusOf(error: unknown): number {
  const given = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
  return typeof given === 'number' && given >= 400 && given < 600 ? given : 500;
}
