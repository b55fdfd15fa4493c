import type { FastifyPluginAsync } from 'fastify';
import type { Registry } from 'prom-client';

/** What an operator's tools ask: is it alive, can it serve, its figures. */
export function operationsRoutes(metrics: Registry, ready: () => boolean): FastifyPluginAsync {
  return async (server) => {
    server.get('/healthz', async () => ({ status: 'alive' }));
    server.get('/readyz', async (_request, reply) => {
      if (ready()) return { status: 'ready' };
      return reply.code(503).header('retry-after', '1').send({ status: 'starting' });
    });
    server.get('/metrics', async (_request, reply) => {
      return reply.type(metrics.contentType).send(await metrics.metrics());
    });
  };
}
