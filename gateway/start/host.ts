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
import { requireGivenKeys } from './given-keys.ts';
import { createServerProcess, type ServerProcess } from './server-process.ts';

/** How soon a signing key that another process made is taken up. */
const keysStaleMilliseconds = 5_000;

/** A process with parts of the product in it: its keys, and where they store. */
export interface Host extends ServerProcess {
  readonly clock: Clock;
  readonly key: SigningKey;
  /** Where parts of this process store, with the keys; a process that stores nothing needs none. */
  storage(): Promise<Storage>;
  /** What seals the ledgers of parts of this process. */
  seal(): LedgerSeal;
  readonly tokens: TokenVerifier;
  /** Whose tokens count, and which sessions have ended. */
  readonly signIn: SignIn;
  /** Where people reach it, without a trailing slash. */
  readonly publicUrl: string;
  /** Adds a part: interrupted at once when the process stops, closed after requests have ended. */
  add(part: Part): void;
}

export async function createHost(config: Config, usualPort: number, clock: Clock, log: Log): Promise<Host> {
  requireGivenKeys(config.keys);
  const key = await signingKey(config.keys.signing);
  const process = await createServerProcess(config, usualPort, log);
  const publicUrl = config.http.publicUrl ?? process.baseUrl;
  const { outsideIssuer } = config;
  const unavailable = (err: unknown) => log.warn({ err }, 'the outside issuer did not give its keys');
  const signIn: SignIn = {
    issuer: outsideIssuer ? new OutsideIssuer(outsideIssuer, clock, unavailable) : `${publicUrl}/oidc`,
    ended: new EndedSessions(clock),
  };
  const refreshKeys = () =>
    key.refresh().catch((err) => log.error({ err }, 'the signing key could not be read again'));
  const keyTimer = setInterval(refreshKeys, keysStaleMilliseconds).unref();
  process.onStopping(() => clearInterval(keyTimer));
  let storage: Promise<Storage> | undefined;
  let seal: LedgerSeal | undefined;

  return {
    ...process,
    clock,
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
    publicUrl,
    add: (part) => {
      process.onStopping(() => part.interrupt());
      process.onStop(() => part.close());
    },
  };
}
