import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { notFound, Problem, type ProblemCode } from '../../platform/errors/problem.ts';
import { type Edit, edit, readEdit, refuseOtherSites } from './edit.ts';
import type { ServedSample } from './index.ts';
import { editPage, listPage, problemPage } from './pages.ts';
import { serveSource } from './source.ts';
import { style } from './style.ts';

const actions = ['change', 'remove', 'add'] as const;

const statuses: Readonly<Partial<Record<ProblemCode, number>>> = {
  BAD_USER_INPUT: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
};

/** Routes of all samples; the keys are the codes in lower case, as they stand in the paths. */
export function samplePlugin(served: ReadonlyMap<string, ServedSample>): FastifyPluginAsync {
  const one = (request: FastifyRequest<{ Params: { code: string } }>): ServedSample => {
    const found = served.get(request.params.code);
    if (!found) throw notFound('No sample of that name is served here.');
    return found;
  };
  const all = [...served.values()];

  return async (server) => {
    await server.register(async (scope) => {
      // Bodies are taken as text: what they hold is for the sample, or the edit, to parse.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 64 * 1024 }, (_request, body, done) =>
        done(null, body),
      );
      scope.setErrorHandler((error, request, reply) => {
        if (!(error instanceof Problem)) throw error;
        const status = statuses[error.code] ?? 500;
        if (wantsPage(request)) return page(reply.code(status), problemPage(error.message));
        return reply.code(status).send({ error: error.message, code: error.code, field: error.field });
      });

      scope.get('/samples', (_request, reply) => reply.redirect('/samples/', 308));
      scope.get('/samples/_style.css', (_request, reply) =>
        reply.type('text/css; charset=utf-8').send(style),
      );
      scope.get<{ Querystring: Query }>('/samples/', (request, reply) => {
        const shown = served.get(String(request.query.directory ?? '').toLowerCase()) ?? all[0];
        if (!shown) throw notFound('No sample is served: every directory has a source of its own.');
        const saved = request.query.saved === undefined ? null : String(request.query.saved);
        return page(reply, listPage(all, shown, String(request.query.search ?? ''), saved));
      });
      scope.get<{ Params: { code: string } }>('/samples/:code/_entries', (request, reply) =>
        reply.header('cache-control', 'no-store').send(one(request).sample.entries()),
      );
      scope.get<{ Params: { code: string }; Querystring: Query }>(
        '/samples/:code/_edit',
        (request, reply) => {
          const from = one(request);
          const key = String(request.query.key ?? '');
          const entry = from.sample.entries().find((candidate) => candidate.key === key);
          if (!entry) throw notFound(`The ${from.code} sample has no entry ${key}.`);
          return page(reply, editPage(from, entry));
        },
      );
      scope.get<{ Params: { code: string } }>('/samples/:code/_new', (request, reply) =>
        page(reply, editPage(one(request), null)),
      );
      for (const action of actions)
        scope.post<{ Params: { code: string } }>(`/samples/:code/_${action}`, (request, reply) => {
          refuseOtherSites(request);
          const from = one(request);
          const asked = readEdit(action, request);
          return answer(reply, from, asked, edit(from.sample, asked));
        });
      scope.all<{ Params: { code: string; '*': string } }>('/samples/:code/*', (request, reply) =>
        serveSource(one(request).sample, request.params['*'], request, reply),
      );
    });
  };
}

interface Query {
  directory?: unknown;
  search?: unknown;
  saved?: unknown;
  key?: unknown;
}

function answer(reply: FastifyReply, from: ServedSample, asked: Edit, key: string) {
  if (!asked.fromForm) return reply.send({ key, next: `npm run pull -- ${from.code}` });
  const words = { change: 'Saved', remove: 'Removed', add: 'Added' }[asked.action];
  const query = new URLSearchParams({ directory: from.code, saved: `${words} ${key}.` });
  if (asked.action !== 'remove') query.set('search', key);
  return reply.redirect(`/samples/?${query}`, 303);
}

function wantsPage(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}

function page(reply: FastifyReply, html: string) {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'same-origin')
    .send(html);
}
