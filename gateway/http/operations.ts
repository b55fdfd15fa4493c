import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import type { Registry } from 'prom-client';
import type { Config } from '../../platform/config/config.ts';
import { answerNotFound } from './answers.ts';

/** Whether a request with this Authorization header may see the figures. */
export type MetricsDoor = (authorization: string | undefined) => boolean;

/** With METRICS_TOKEN its bearer alone; without it everybody in development, where only this machine asks, and nobody in production. */
export function metricsDoor({ environment, http }: Pick<Config, 'environment' | 'http'>): MetricsDoor {
  const { metricsToken } = http;
  if (metricsToken === null) return () => environment === 'development';
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(`Bearer ${metricsToken}`);
  return (authorization) => timingSafeEqual(digest(authorization ?? ''), wanted);
}

/** What an operator's tools ask: is it alive, can it serve, its figures. */
export function operationsRoutes(
  metrics: Registry,
  ready: () => boolean,
  maySeeMetrics: MetricsDoor,
): FastifyPluginAsync {
  return async (server) => {
    server.get('/healthz', async () => ({ status: 'alive' }));
    server.get('/readyz', async (_request, reply) => {
      if (ready()) return { status: 'ready' };
      return reply.code(503).header('retry-after', '1').send({ status: 'starting' });
    });
    server.get('/metrics', async (request, reply) => {
      // Whoever may not see it learns no more than of an address there is not.
      if (!maySeeMetrics(request.headers.authorization)) return answerNotFound(request, reply);
      return reply.type(metrics.contentType).send(await metrics.metrics());
    });
  };
}
