import { createServer as createTcpServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Config } from '../../platform/config/config.ts';
import type { Log } from '../../platform/log/log.ts';
import { createMetrics } from '../../platform/metrics/metrics.ts';
import { metricsDoor, operationsRoutes } from '../http/operations.ts';
import { createServer } from '../http/server.ts';

const drainMilliseconds = 6_000;

/** One process that serves by HTTP, and what is to be ended and closed when it stops. */
export interface ServerProcess {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Registry;
  readonly server: FastifyInstance;
  /** Where this process is reached from this machine, without a trailing slash. */
  readonly baseUrl: string;
  /** Adds something to be told at once when the process stops, while requests are still under way. */
  onStopping(interrupt: () => void): void;
  /** Adds something to close after requests have ended; the last added is closed first. */
  onStop(close: () => Promise<void>): void;
  listen(): Promise<void>;
  /** From now on /readyz says yes. */
  becomeReady(): void;
  /** Takes no new requests, answers those under way, closes everything. Safe to call twice. */
  stop(): Promise<void>;
}

export async function createServerProcess(
  config: Config,
  usualPort: number,
  log: Log,
): Promise<ServerProcess> {
  const port = await portFor(config, usualPort);
  const metrics = createMetrics();
  const server = await createServer(config, log, metrics);
  const interrupts: (() => void)[] = [];
  const closers: (() => Promise<void>)[] = [];
  let ready = false;
  let stopped: Promise<void> | undefined;
  await server.register(operationsRoutes(metrics, () => ready, metricsDoor(config)));

  async function close(): Promise<void> {
    ready = false;
    for (const interrupt of interrupts) interrupt();
    const impatience = setTimeout(() => server.server.closeAllConnections(), drainMilliseconds);
    await server.close();
    clearTimeout(impatience);
    for (const closeNext of closers.reverse()) await closeNext();
  }

  return {
    config,
    log,
    metrics,
    server,
    baseUrl: `${config.http.tls ? 'https' : 'http'}://${localName(config.host)}:${port}`,
    onStopping: (interrupt) => interrupts.push(interrupt),
    onStop: (closer) => closers.push(closer),
    listen: async () => {
      await server.listen({ port, host: config.host });
    },
    becomeReady: () => {
      ready = true;
    },
    stop: () => {
      stopped ??= close();
      return stopped;
    },
  };
}

function localName(host: string): string {
  if (host === '::' || host === '0.0.0.0') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** PORT=0 means any free one; which, must be known before sources are opened that this very server may serve. */
async function portFor(config: Config, usualPort: number): Promise<number> {
  const wanted = config.variables.PORT === undefined ? usualPort : config.port;
  if (wanted !== 0) return wanted;
  return new Promise((resolve, reject) => {
    const probe = createTcpServer();
    probe.once('error', reject);
    probe.listen(0, config.host, () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
