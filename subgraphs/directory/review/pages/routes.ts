import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem } from '../../../../platform/errors/problem.ts';
import type { GraphQLService } from '../../../../platform/graphql/service.ts';
import { languageOfHeader, languageOfTag } from '../../../../platform/languages/languages.ts';
import { formPagePolicy } from '../../../../platform/pages/policy.ts';
import { pageStyles } from '../../../../platform/pages/styles.ts';
import type { SeenContact } from '../confirm.ts';
import { inLanguage } from '../messages/catalogue.ts';
import { askForLink, confirmShown } from './asked.ts';
import { type ReviewPageContext, reviewPage, sayingPage } from './review-page.ts';

export interface ReviewPagesOptions {
  /** The global directory, asked by the gateway for itself. */
  readonly directory: GraphQLService;
  /** Where people reach the product, without a trailing slash. */
  readonly publicUrl: string;
}

const Parameters = z.object({ secret: z.string().regex(/^[\w-]{20,100}$/) });
const Query = z.looseObject({ lang: z.string().optional() });

/** The page behind the link of a reminder: it shows what it confirms before it does, and confirms on a form's word alone. */
export function reviewPages({ directory, publicUrl }: ReviewPagesOptions): FastifyPluginAsync {
  const base = new URL(publicUrl).pathname.replace(/\/$/, '');
  const contextOf = (request: FastifyRequest, path: string | null): ReviewPageContext => {
    const chosen = languageOfTag(Query.safeParse(request.query).data?.lang ?? '');
    const language = chosen ?? languageOfHeader(request.headers['accept-language']) ?? 'EN';
    return { language, t: inLanguage(language), base, path };
  };
  const send = (reply: FastifyReply, status: number, page: string) =>
    reply.code(status).type('text/html; charset=utf-8').send(page);

  /** The page as it is now. */
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    said: { readonly status: number; readonly confirmed?: number; readonly problem?: 'changed' | 'stale' },
  ): Promise<FastifyReply> {
    const secret = Parameters.safeParse(request.params).data?.secret ?? '';
    const context = contextOf(request, `/review/${secret}`);
    const { t } = context;
    const link = secret === '' ? null : await askForLink(directory, secret);
    if (!link) return send(reply, 404, sayingPage(context, t('link.title'), t('link.unknown')));
    const { confirmed = 0, problem } = said;
    const notice = confirmed > 0 ? t('confirmed', { count: confirmed }) : null;
    if (link.status === 'OPEN') {
      const state = { csrf: formToken(secret), notice, problem: problem ? t(problem) : null };
      return send(reply, said.status, reviewPage(context, link, state));
    }
    if (notice !== null) return send(reply, 200, sayingPage(context, notice, t('nothingLeft')));
    return send(reply, 410, sayingPage(context, t('link.title'), t(`link.${link.status}`)));
  }

  async function confirm(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const { data } = Parameters.safeParse(request.params);
    const contacts = form.getAll('contact').map(seenContact);
    if (!data || !isFormToken(data.secret, form.get('csrf') ?? '') || contacts.includes(null))
      return show(request, reply, { status: 400, problem: 'stale' });
    const seen = contacts.filter((contact) => contact !== null);
    try {
      await confirmShown(directory, data.secret, seen);
    } catch (error) {
      const isOther = error instanceof Problem && (error.code === 'CONFLICT' || error.code === 'NOT_FOUND');
      if (!isOther) throw error;
      return show(request, reply, { status: 409, problem: 'changed' });
    }
    return show(request, reply, { status: 200, confirmed: seen.length });
  }

  return async (server) => {
    await server.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser(
        'application/x-www-form-urlencoded',
        { parseAs: 'string', bodyLimit: 100_000 },
        (_request, body, done) => done(null, new URLSearchParams(String(body))),
      );
      scope.addHook('onRequest', async (_request, reply) => {
        reply.header('content-security-policy', formPagePolicy).header('cache-control', 'no-store');
      });
      scope.setErrorHandler((error, request, reply) => {
        const context = contextOf(request, null);
        const status = statusOf(error);
        if (status >= 500) request.log.error({ err: error }, 'a review page could not be shown');
        return send(reply, status, sayingPage(context, context.t('link.title'), context.t('later')));
      });
      scope.get('/review/pages.css', async (_request, reply) =>
        reply
          .header('cache-control', 'public, max-age=3600')
          .type('text/css; charset=utf-8')
          .send(pageStyles),
      );
      // A reader that only looks whether there is a page must not be recorded as having read it.
      scope.get('/review/:secret', { exposeHeadRoute: false }, (request, reply) =>
        show(request, reply, { status: 200 }),
      );
      scope.post('/review/:secret', confirm);
    });
  };
}

/** Who knows the link alone can make it: no other site can send the form. */
const formToken = (secret: string): string =>
  createHmac('sha256', secret).update('review form').digest('base64url');

function isFormToken(secret: string, given: string): boolean {
  const [expected, sent] = [Buffer.from(formToken(secret)), Buffer.from(given)];
  return expected.length === sent.length && timingSafeEqual(expected, sent);
}

function seenContact(written: string): SeenContact | null {
  const [, revision, id] = /^(\d{1,9}):([\w-]{1,100})$/.exec(written) ?? [];
  return revision === undefined || id === undefined ? null : { id, revision: Number(revision) };
}

function statusOf(error: unknown): number {
  if (error instanceof Problem) return error.code === 'RATE_LIMITED' ? 429 : 503;
  const given = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
  return typeof given === 'number' && given >= 400 && given < 600 ? given : 500;
}
