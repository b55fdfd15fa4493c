import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import proxyaddr from '@fastify/proxy-addr';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import type { Config } from '../../platform/config/config.ts';
import type { Log } from '../../platform/log/log.ts';
import { type Front, putFront } from '../quick/front.ts';
import { handedOver } from '../quick/handed-over.ts';
import { answerFailure, answerNotFound } from './answers.ts';
import { renewedCertificate } from './certificate.ts';
import { securityHeaders, sendSecurityHeaders } from './headers.ts';
import { type ClientPatience, clientPatience, createListener } from './listener.ts';
import { makeReadable } from './readable-request.ts';
import { readerPatienceMilliseconds } from './request-life.ts';

// A number made for the purpose, and nothing that could name a person: it stands in the log.
const requestIdPattern = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
}

/** The HTTP server every part has: TLS, security headers, request ids, one log line a request, durations, an orderly end. */
export async function createServer(
  config: Pick<Config, 'environment' | 'http'>,
  log: Log,
  metrics: Registry,
  patience: ClientPatience = clientPatience,
): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = log;
  const { tls, trustedProxies, publicUrl } = config.http;
  const certificate = tls ? renewedCertificate(tls, log) : null;
  const behindProxy = config.environment === 'production' && trustedProxies.length > 0;
  const headers = securityHeaders(tls !== null || behindProxy || (publicUrl?.startsWith('https:') ?? false));
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    registers: [metrics],
  });
  const trusts = trustedProxies.length > 0 ? proxyaddr.compile([...trustedProxies]) : null;
  const quick = { method: 'POST', route: '/graphql', status: 200 };
  const quickDurations = durations.labels(quick.method, quick.route, String(quick.status));
  const front: Front = {
    headers,
    requestId: requestIdOf,
    address: (request) => (trusts ? proxyaddr(request, trusts) : (request.socket.remoteAddress ?? '')),
    sent: (reqId, milliseconds) => {
      quickDurations.observe(milliseconds / 1000);
      if (log.isLevelEnabled('info')) log.info({ reqId, ...quick, ms: Math.round(milliseconds) }, 'request');
    },
    fastify: () => undefined,
    countAddress: null,
    take: null,
  };
  const server: FastifyInstance = fastify({
    loggerInstance,
    // Fastify's own request lines hold the whole URL, and a GET query may name a person.
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: (handler) => {
      front.fastify = handler;
      const read: RequestListener = (request, response) => {
        makeReadable(request);
        if (!front.take?.(request, response)) handler(request, response);
      };
      const listener = createListener(read, certificate, patience);
      putFront(listener, front);
      return listener;
    },
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    forceCloseConnections: 'idle',
    bodyLimit: 1_048_576,
    frameworkErrors: (error, request, reply) => answerFailure(error, request, reply),
    genReqId: (request) => handedOver(request)?.requestId ?? requestIdOf(request),
  });
  server.addHook('onClose', async () => certificate?.stop());
  // Who comes while the server stops is told so.
  server.addHook('preClose', async () => {
    front.take = null;
  });
  sendSecurityHeaders(server, headers);
  server.setNotFoundHandler(answerNotFound);
  server.setErrorHandler(answerFailure);

  server.addHook('onRequest', (request, reply, done) => {
    reply.raw.setHeader('x-request-id', request.id);
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    reply.raw.setTimeout(readerPatienceMilliseconds, () => reply.raw.destroy());
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const status = reply.statusCode;
    durations.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    const level = status >= 500 ? 'error' : route === '/graphql' ? 'info' : 'debug';
    request.log[level](
      { method: request.method, route, status, ms: Math.round(reply.elapsedTime) },
      'request',
    );
    done();
  });
  return server;
}
