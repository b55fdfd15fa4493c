import { z } from 'zod';
import { type StorageLocation, usualPoolSize } from '../database/database.ts';
import type { OutsideIssuerSettings } from '../identity/outside-issuer.ts';
import { ConfigurationError } from './configuration-error.ts';
import { HttpEnvironment, type HttpSettings, httpSettings } from './http.ts';
import { MailEnvironment, type MailSettings, mailSettings } from './mail.ts';
import { withSecretFiles } from './secret-files.ts';
import { SignInEnvironment, signInSettings } from './sign-in.ts';

export { ConfigurationError } from './configuration-error.ts';

/** The product's settings, read once from the environment. A regional source's own settings belong to its adapter. */
export interface Config {
  readonly environment: 'development' | 'production';
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  readonly storage: StorageLocation;
  /** Where the ledgers' checkpoints are kept beside the databases. */
  readonly ledgerDirectory: string;
  readonly keys: KeyFolders;
  readonly logLevel: string;
  /** Development only: webhooks may go to addresses of this machine and this network, and by plain HTTP. */
  readonly webhookAllowPrivate: boolean;
  /** What answers that are kept may take in memory; 0: none are kept. */
  readonly cacheOctets: number;
  readonly http: HttpSettings;
  /** Who signs people in, where it is not the embedded provider. */
  readonly outsideIssuer: OutsideIssuerSettings | null;
  readonly mail: MailSettings;
  /** The environment itself, for adapters to read their own variables from, and for part URLs. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Where the keys are that are no setting. */
export interface KeyFolders {
  readonly signing: string;
  readonly ledger: string;
  /** They were put there by somebody, for all instances to have the same ones; otherwise the first start makes them. */
  readonly given: boolean;
}

const Environment = z.object({
  ...HttpEnvironment,
  ...SignInEnvironment,
  ...MailEnvironment,
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  HOST: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).default('data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL; leave it out to use SQLite')
    .optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(usualPoolSize),
  LEDGER_DIR: z.string().min(1).optional(),
  KEYS_DIR: z.string().min(1).optional(),
  WEBHOOK_ALLOW_PRIVATE: z.enum(['true', 'false']).default('false'),
  CACHE_MEGABYTES: z.coerce.number().int().min(0).max(100_000).default(32),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** The names of the variables that are read here. */
export const settingNames: readonly string[] = Object.keys(Environment.shape);

/** @throws ConfigurationError */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const given = withSecretFiles(
    Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== '')),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigurationError(
      `The configuration cannot be used. Mend these environment variables:\n${lines.join('\n')}`,
    );
  }
  const { NODE_ENV, PORT, HOST, DATA_DIR, KEYS_DIR, DATABASE_URL, DATABASE_POOL_SIZE, LOG_LEVEL } =
    parsed.data;
  const { CACHE_MEGABYTES, LEDGER_DIR = DATA_DIR } = parsed.data;
  const environment = NODE_ENV === 'production' ? 'production' : 'development';
  const webhookAllowPrivate = parsed.data.WEBHOOK_ALLOW_PRIVATE === 'true';
  if (webhookAllowPrivate && environment === 'production')
    throw new ConfigurationError(
      'WEBHOOK_ALLOW_PRIVATE is for development alone: with it, whoever registers a webhook reaches into this network. Leave it out.',
    );
  const http = httpSettings(parsed.data, environment);
  if (typeof http === 'string') throw new ConfigurationError(http);
  const outsideIssuer = signInSettings(parsed.data, environment);
  if (typeof outsideIssuer === 'string') throw new ConfigurationError(outsideIssuer);
  const mail = mailSettings(parsed.data);
  if (typeof mail === 'string') throw new ConfigurationError(mail);
  const config: Config = {
    environment,
    port: PORT,
    // A development server, with its sample accounts, is nobody else's business.
    host: HOST ?? (environment === 'production' ? '::' : '127.0.0.1'),
    dataDirectory: DATA_DIR,
    storage: DATABASE_URL
      ? { kind: 'postgres', url: DATABASE_URL, poolSize: DATABASE_POOL_SIZE }
      : { kind: 'sqlite', folder: DATA_DIR },
    ledgerDirectory: LEDGER_DIR,
    keys: Object.freeze({
      signing: KEYS_DIR ?? DATA_DIR,
      ledger: KEYS_DIR ?? LEDGER_DIR,
      given: KEYS_DIR !== undefined,
    }),
    logLevel: LOG_LEVEL,
    webhookAllowPrivate,
    cacheOctets: CACHE_MEGABYTES * 1_048_576,
    http: Object.freeze(http),
    outsideIssuer: outsideIssuer && Object.freeze(outsideIssuer),
    mail: Object.freeze(mail),
    variables: Object.freeze(given),
  };
  return Object.freeze(config);
}
