import { isIP } from 'node:net';
import { z } from 'zod';

/** How the product is reached, by whom, and how much one may ask of it. */
export interface HttpSettings {
  /** The certificate and key to serve by; null where a proxy ends TLS, or nothing does. */
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | null;
  /** The address people use, without a trailing slash; null where it is the one listened on. */
  readonly publicUrl: string | null;
  /** Addresses and networks of the proxies in front; what others say of themselves in X-Forwarded-… is not believed. */
  readonly trustedProxies: readonly string[];
  /** Origins whose pages may ask /graphql from a browser. */
  readonly allowedOrigins: readonly string[];
  /** Requests a minute. */
  readonly rates: RateSettings;
  /** What /metrics asks for in production; null: it is not served there. */
  readonly metricsToken: string | null;
  /** The only operations that are run; null: any. */
  readonly safeListFile: string | null;
}

/** Requests a minute; 0 is no limit. */
export interface RateSettings {
  readonly account: number;
  readonly address: number;
  /** Of one address, without a valid token. */
  readonly anonymous: number;
}

const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((item) => item !== ''));

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

const rate = z.coerce.number().int().min(0).max(1_000_000).optional();

export const HttpEnvironment = {
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  PUBLIC_URL: z
    .string()
    .refine(
      (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
      'must be a URL, such as https://crosspoint.example',
    )
    .refine((text) => !/[?#]/.test(text), 'must be a URL without "?" and "#"')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  TRUSTED_PROXY: list.refine(
    (items) => items.every(isNetwork),
    'must be addresses or networks, such as 10.0.0.7 or 10.0.0.0/24, separated by commas',
  ),
  ALLOWED_ORIGINS: list.refine(
    (items) => items.every(isOrigin),
    'must be origins, such as https://portal.example, separated by commas; never "*"',
  ),
  RATE_LIMIT_ACCOUNT: rate,
  RATE_LIMIT_ADDRESS: rate,
  RATE_LIMIT_ANONYMOUS: rate,
  METRICS_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
  SAFE_LISTED_OPERATIONS: z.string().optional(),
};
const Parsed = z.object(HttpEnvironment);

/** Nobody works against a development server; a load test on one should measure the product. */
const noLimits: RateSettings = { account: 0, address: 0, anonymous: 0 };
const productionLimits: RateSettings = { account: 1200, address: 6000, anonymous: 120 };

/** @returns the settings, or the sentence that says which variables do not go together */
export function httpSettings(
  given: z.infer<typeof Parsed>,
  environment: 'development' | 'production',
): HttpSettings | string {
  const { TLS_CERT_FILE, TLS_KEY_FILE } = given;
  if ((TLS_CERT_FILE === undefined) !== (TLS_KEY_FILE === undefined))
    return 'TLS_CERT_FILE and TLS_KEY_FILE go together: set both, or neither where a proxy ends TLS.';
  const usual = environment === 'production' ? productionLimits : noLimits;
  return {
    tls: TLS_CERT_FILE && TLS_KEY_FILE ? { certificateFile: TLS_CERT_FILE, keyFile: TLS_KEY_FILE } : null,
    publicUrl: given.PUBLIC_URL ?? null,
    trustedProxies: given.TRUSTED_PROXY,
    allowedOrigins: given.ALLOWED_ORIGINS,
    rates: {
      account: given.RATE_LIMIT_ACCOUNT ?? usual.account,
      address: given.RATE_LIMIT_ADDRESS ?? usual.address,
      anonymous: given.RATE_LIMIT_ANONYMOUS ?? usual.anonymous,
    },
    metricsToken: given.METRICS_TOKEN ?? null,
    safeListFile: given.SAFE_LISTED_OPERATIONS ?? null,
  };
}
