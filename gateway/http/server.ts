import { randomUUID } from 'node:crypto';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import type { Log } from '../../platform/log/log.ts';

const requestIdPattern = /^[\w.-]{1,128}$/;

/** The HTTP server every part has: request ids, one log line a request, durations, an orderly end. */
export function createServer(log: Log, metrics: Registry): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log;
  const server = fastify({
    loggerInstance,
    // Fastify's own request lines hold the whole URL, and a GET query may name a person.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    bodyLimit: 1_048_576,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
    },
  });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    registers: [metrics],
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const status = reply.statusCode;
    durations.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    const level = status >= 500 ? 'error' : route === '/graphql' ? 'info' : 'debug';
    request.log[level](
      { method: request.method, route, status, ms: Math.round(reply.elapsedTime) },
      'request',
    );
  });
  return server;
}
