import type { FastifyInstance } from 'fastify';

const answered = 'etag, retry-after, x-request-id';
const sent = 'authorization, content-type, x-request-id, apollo-require-preflight, if-none-match';

/**
 * Lets the pages of the given origins ask from a browser, and no others (Fetch standard, CORS). Never with cookies: who asks is said
 * by the bearer token alone, so no page can ask in another's name.
 */
export function allowOrigins(scope: FastifyInstance, origins: readonly string[]): void {
  const allowed = new Set(origins);
  scope.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    const isAllowed = origin !== undefined && allowed.has(origin);
    if (isAllowed) {
      reply.header('access-control-allow-origin', origin);
      reply.header('access-control-expose-headers', answered);
    }
    if (request.method !== 'OPTIONS') return done();
    if (isAllowed) {
      reply.header('access-control-allow-methods', 'GET, POST');
      reply.header('access-control-allow-headers', sent);
      reply.header('access-control-max-age', '600');
    }
    reply.code(204).header('allow', 'GET, HEAD, OPTIONS, POST').send();
  });
}
