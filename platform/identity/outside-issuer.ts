import {
  createLocalJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import { Problem } from '../errors/problem.ts';
import { Caller } from './caller.ts';
import { introspection } from './introspection.ts';

/** Another issuer that signs people and services in, instead of the embedded provider. */
export interface OutsideIssuerSettings {
  /** The issuer identifier: the `iss` of its tokens, and where its discovery document is (OpenID Connect Discovery 1.0, 4). */
  readonly issuer: string;
  /** The `aud` of tokens that are meant for this product. */
  readonly audience: string;
  readonly roleClaim: string;
  readonly stateClaim: string;
  readonly directoryClaim: string;
  readonly sponsorClaim: string;
  /** With it, the issuer is asked whether a token was revoked (RFC 7662). */
  readonly client: { readonly id: string; readonly secret: string } | null;
}

/** A verified token of an outside issuer. */
export interface OutsideToken {
  readonly caller: Caller;
  /** Until when it need not be verified again, in milliseconds since 1970. */
  readonly rememberUntil: number;
}

const clockToleranceSeconds = 60;
const keysFreshMilliseconds = 10 * 60_000;
/** While the issuer does not answer, keys it gave before are good for so long. */
const keysUsableMilliseconds = 60 * 60_000;
/** Whoever sends tokens with invented key names must not make us ask the issuer each time. */
const unknownKeyMilliseconds = 30_000;
const patienceMilliseconds = 5_000;
const documentBytes = 1_000_000;
/** Asymmetric ones alone: with a shared secret, or none, whoever verifies could sign. */
const algorithms = [
  'EdDSA',
  'Ed25519',
  ...['ES', 'PS', 'RS'].flatMap((family) => ['256', '384', '512'].map((size) => family + size)),
];

const Discovery = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  introspection_endpoint: z.url().optional(),
});
const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });

interface Known {
  readonly keys: JSONWebKeySet;
  readonly introspectionEndpoint: string | undefined;
  readonly fetchedAt: number;
}

/** Verifies an outside issuer's tokens with the keys it publishes, which are fetched again as they grow old or change. */
export class OutsideIssuer {
  readonly #settings: OutsideIssuerSettings;
  readonly #clock: Clock;
  readonly #report: (error: unknown) => void;
  #known: Known | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;
  #fetching: Promise<void> | undefined;

  constructor(settings: OutsideIssuerSettings, clock: Clock, report: (error: unknown) => void) {
    this.#settings = settings;
    this.#clock = clock;
    this.#report = report;
  }

  get issuer(): string {
    return this.#settings.issuer;
  }

  /**
   * @throws where the token is not valid here
   * @throws Problem INTERNAL_SERVER_ERROR where the issuer cannot be asked and nothing it said before is usable
   */
  async verify(token: string): Promise<OutsideToken> {
    const { issuer, audience, roleClaim, client } = this.#settings;
    const now = this.#clock.now();
    const known = await this.#keysFor(decodeProtectedHeader(token).kid);
    const { payload } = await jwtVerify(token, createLocalJWKSet(known.keys), {
      issuer,
      audience,
      algorithms,
      currentDate: now,
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['exp', 'sub', roleClaim],
    });
    const caller = this.#callerOf(payload);
    if (caller.role === 'service') throw new Error('An outside issuer speaks for no part of the product.');
    const expires = ((payload.exp ?? 0) + clockToleranceSeconds) * 1000;
    if (!client) return { caller, rememberUntil: expires };
    const active = await introspection(known.introspectionEndpoint, client, token);
    if (!active) throw new Error('The issuer says that the token is not active.');
    return { caller, rememberUntil: Math.min(expires, now.getTime() + 30_000) };
  }

  #callerOf(payload: JWTPayload): Caller {
    const { roleClaim, stateClaim, directoryClaim, sponsorClaim } = this.#settings;
    return Caller.parse({
      role: payload[roleClaim],
      subject: payload.sub,
      state: payload[stateClaim],
      directory: payload[directoryClaim],
      sponsor: payload[sponsorClaim],
    });
  }

  async #keysFor(keyId: string | undefined): Promise<Known> {
    const now = this.#clock.now().getTime();
    const age = this.#known ? now - this.#known.fetchedAt : Number.POSITIVE_INFINITY;
    const isKnown =
      keyId === undefined
        ? this.#known !== undefined
        : this.#known?.keys.keys.some(({ kid }) => kid === keyId);
    const mayTry = now - this.#triedAt >= unknownKeyMilliseconds || this.#fetching !== undefined;
    if ((age >= keysFreshMilliseconds || !isKnown) && mayTry) {
      this.#fetching ??= this.#fetch(now);
      await this.#fetching;
    }
    if (this.#known && now - this.#known.fetchedAt < keysUsableMilliseconds) return this.#known;
    throw new Problem(
      'INTERNAL_SERVER_ERROR',
      'The service that signs people in cannot be reached just now. Try again in a minute.',
    );
  }

  async #fetch(now: number): Promise<void> {
    this.#triedAt = now;
    const { issuer } = this.#settings;
    try {
      const discovery = Discovery.parse(
        await document(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
      );
      if (discovery.issuer !== issuer) throw new Error(`Discovery names the issuer ${discovery.issuer}.`);
      const addresses = [discovery.jwks_uri, discovery.introspection_endpoint ?? discovery.jwks_uri];
      if (issuer.startsWith('https:') && addresses.some((address) => !address.startsWith('https:')))
        throw new Error('Discovery leads from https: to an address without it.');
      const keys = Keys.parse(await document(discovery.jwks_uri));
      const introspectionEndpoint = discovery.introspection_endpoint;
      this.#known = { keys: { keys: keys.keys }, introspectionEndpoint, fetchedAt: now };
    } catch (error) {
      this.#report(error);
    } finally {
      this.#fetching = undefined;
    }
  }
}

async function document(url: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMilliseconds),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  const text = await response.text();
  if (text.length > documentBytes) throw new Error(`${url} answered too much.`);
  return JSON.parse(text);
}
