import { createServer as createTcpServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Storage } from '../../platform/database/database.ts';
import { configuredKeys } from '../../platform/encryption/configured-keys.ts';
import type { Part } from '../../platform/graphql/part.ts';
import { EndedSessions } from '../../platform/identity/ended-sessions.ts';
import { OutsideIssuer } from '../../platform/identity/outside-issuer.ts';
import { type SigningKey, signingKey } from '../../platform/identity/signing-key.ts';
import { type SignIn, type TokenVerifier, tokenVerifier } from '../../platform/identity/tokens.ts';
import { type LedgerSeal, ledgerSeal } from '../../platform/ledger/seal.ts';
import type { Log } from '../../platform/log/log.ts';
import { createMetrics } from '../../platform/metrics/metrics.ts';
import { metricsDoor, operationsRoutes } from '../http/operations.ts';
import { createServer } from '../http/server.ts';
import { requireGivenKeys } from './given-keys.ts';

const drainMilliseconds = 6_000;
/** How soon a signing key that another process made is taken up. */
const keysStaleMilliseconds = 5_000;

/** One process: its server and keys, and what is to be closed when it stops. */
export interface Host {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly key: SigningKey;
  /** Where parts of this process store, with the keys; a process that stores nothing needs none. */
  storage(): Promise<Storage>;
  /** What seals the ledgers of parts of this process. */
  seal(): LedgerSeal;
  readonly tokens: TokenVerifier;
  /** Whose tokens count, and which sessions have ended. */
  readonly signIn: SignIn;
  readonly metrics: Registry;
  readonly server: FastifyInstance;
  /** Where this process is reached from this machine, without a trailing slash. */
  readonly baseUrl: string;
  /** Where people reach it, without a trailing slash. */
  readonly publicUrl: string;
  /** Adds a part: interrupted at once when the process stops, closed after requests have ended. */
  add(part: Part): void;
  /** Adds something to close after requests have ended; the last added is closed first. */
  onStop(close: () => Promise<void>): void;
  listen(): Promise<void>;
  /** From now on /readyz says yes. */
  becomeReady(): void;
  /** Takes no new requests, answers those under way, closes everything. Safe to call twice. */
  stop(): Promise<void>;
}

export async function createHost(config: Config, usualPort: number, clock: Clock, log: Log): Promise<Host> {
  requireGivenKeys(config.keys);
  const port = await portFor(config, usualPort);
  const key = await signingKey(config.keys.signing);
  const metrics = createMetrics();
  const server = await createServer(config, log, metrics);
  const closers: (() => Promise<void>)[] = [];
  const parts: Part[] = [];
  const baseUrl = `${config.http.tls ? 'https' : 'http'}://${localName(config.host)}:${port}`;
  const publicUrl = config.http.publicUrl ?? baseUrl;
  const { outsideIssuer } = config;
  const unavailable = (err: unknown) => log.warn({ err }, 'the outside issuer did not give its keys');
  const signIn: SignIn = {
    issuer: outsideIssuer ? new OutsideIssuer(outsideIssuer, clock, unavailable) : `${publicUrl}/oidc`,
    ended: new EndedSessions(clock),
  };
  const refreshKeys = () =>
    key.refresh().catch((err) => log.error({ err }, 'the signing key could not be read again'));
  const keyTimer = setInterval(refreshKeys, keysStaleMilliseconds).unref();
  let ready = false;
  let stopped: Promise<void> | undefined;
  let storage: Promise<Storage> | undefined;
  let seal: LedgerSeal | undefined;
  await server.register(operationsRoutes(metrics, () => ready, metricsDoor(config)));

  async function close(): Promise<void> {
    ready = false;
    clearInterval(keyTimer);
    for (const part of parts) part.interrupt();
    const impatience = setTimeout(() => server.server.closeAllConnections(), drainMilliseconds);
    await server.close();
    clearTimeout(impatience);
    for (const closeNext of closers.reverse()) await closeNext();
  }

  return {
    config,
    clock,
    log,
    key,
    tokens: tokenVerifier(key, clock, signIn),
    signIn,
    storage: () => {
      storage ??= configuredKeys(config).then((keys) => ({ ...config.storage, keys }));
      return storage;
    },
    seal: () => {
      seal ??= ledgerSeal(config.ledgerDirectory, config.keys.ledger);
      return seal;
    },
    metrics,
    server,
    baseUrl,
    publicUrl,
    add: (part) => {
      parts.push(part);
      closers.push(() => part.close());
    },
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
