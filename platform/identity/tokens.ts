import { decodeJwt, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clock/clock.ts';
import { Problem, unauthenticated } from '../errors/problem.ts';
import { Caller } from './caller.ts';
import type { EndedSessions } from './ended-sessions.ts';
import type { OutsideIssuer } from './outside-issuer.ts';
import { type SigningKey, signingAlgorithm } from './signing-key.ts';

/** The issuer of tokens that the product signs without a sign-in: for its own parts, its commands, its sample accounts. */
const productIssuer = 'crosspoint';
export const tokenAudience = 'crosspoint';

/** Signs a bearer token that says who the caller is. */
export function signToken(
  key: SigningKey,
  caller: Caller,
  clock: Clock,
  lifetimeSeconds: number,
): Promise<string> {
  const { subject, ...claims } = caller;
  const now = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: signingAlgorithm, kid: key.keyId, typ: 'JWT' })
    .setIssuer(productIssuer)
    .setAudience(tokenAudience)
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(key.privateKey);
}

/** Turns an Authorization header into a caller; null without one. */
export interface TokenVerifier {
  /** @throws Problem UNAUTHENTICATED where a header is given and is not a valid token of ours. */
  caller(authorization: string | undefined): Promise<Caller | null>;
}

/** Whose tokens count besides the product's own. It is read at each use: a start may set it late. */
export interface SignIn {
  /** The embedded provider's issuer identifier, or whoever takes its place. */
  issuer: string | OutsideIssuer;
  /** The embedded provider's sessions that have ended before their tokens. */
  readonly ended: EndedSessions;
}

interface Verified {
  readonly caller: Caller;
  readonly session: string | undefined;
  /** In milliseconds since 1970. */
  readonly rememberUntil: number;
}

/** Verifies bearer tokens. A verified token is remembered until it expires: many requests carry the same. */
export function tokenVerifier(key: SigningKey, clock: Clock, signIn?: SignIn): TokenVerifier {
  const remembered = new Map<string, Verified>();

  async function verifyOurs(token: string, issuer: string[], now: Date): Promise<Verified> {
    const { payload } = await jwtVerify(token, ({ kid }) => verifyingKey(key, kid), {
      issuer,
      audience: tokenAudience,
      algorithms: [signingAlgorithm],
      currentDate: now,
      requiredClaims: ['exp', 'sub', 'role'],
    });
    const caller = Caller.parse({ ...payload, subject: payload.sub });
    // The product speaks to itself by tokens that no sign-in gives.
    if (caller.role === 'service' && payload.iss !== productIssuer)
      throw new Error('No sign-in of a person.');
    const rememberUntil = (payload.exp ?? 0) * 1000;
    return { caller, session: sessionOf(payload), rememberUntil };
  }

  async function verify(token: string, now: Date): Promise<Verified> {
    const issuer = signIn?.issuer;
    if (issuer === undefined || typeof issuer === 'string')
      return verifyOurs(token, issuer === undefined ? [productIssuer] : [productIssuer, issuer], now);
    if (decodeJwt(token).iss !== issuer.issuer) return verifyOurs(token, [productIssuer], now);
    return { ...(await issuer.verify(token)), session: undefined };
  }

  return {
    async caller(authorization) {
      if (authorization === undefined || authorization === '') return null;
      const token = /^Bearer +([\w.-]+)$/i.exec(authorization)?.[1];
      if (!token) throw unauthenticated('The Authorization header must be "Bearer <token>".');
      const now = clock.now();
      let known = remembered.get(token);
      if (!known || known.rememberUntil <= now.getTime()) {
        remembered.delete(token);
        known = await verify(token, now).catch(refuse);
        if (remembered.size >= 10_000) remembered.clear();
        remembered.set(token, known);
      }
      if (known.session !== undefined && (await signIn?.ended.has(known.session)))
        throw unauthenticated('This session has ended. Sign in again.');
      return known.caller;
    },
  };
}

async function verifyingKey(key: SigningKey, keyId: string | undefined) {
  const found = await key.verifying(keyId);
  if (!found) throw new Error('The token names a key that does not verify.');
  return found;
}

function sessionOf({ sid }: JWTPayload): string | undefined {
  return typeof sid === 'string' ? sid : undefined;
}

function refuse(error: unknown): never {
  if (error instanceof Problem) throw error;
  if (error instanceof errors.JWTExpired) throw unauthenticated('The token has expired. Sign in again.');
  throw unauthenticated('The token is not valid here. Sign in again.');
}
