import { errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clock/clock.ts';
import { unauthenticated } from '../errors/problem.ts';
import { Caller } from './caller.ts';
import { type SigningKey, signingAlgorithm } from './signing-key.ts';

const issuer = 'crosspoint';
const audience = 'crosspoint';

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
    .setIssuer(issuer)
    .setAudience(audience)
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

/** Verifies tokens of the embedded issuer. A verified token is remembered until it expires: many requests carry the same. */
export function tokenVerifier(key: SigningKey, clock: Clock): TokenVerifier {
  const verified = new Map<string, { caller: Caller; expires: number }>();
  return {
    async caller(authorization) {
      if (authorization === undefined || authorization === '') return null;
      const token = /^Bearer +([\w.-]+)$/i.exec(authorization)?.[1];
      if (!token) throw unauthenticated('The Authorization header must be "Bearer <token>".');
      const now = clock.now();
      const remembered = verified.get(token);
      if (remembered && remembered.expires > now.getTime()) return remembered.caller;
      verified.delete(token);
      try {
        const { payload } = await jwtVerify(token, key.publicKey, {
          issuer,
          audience,
          algorithms: [signingAlgorithm],
          currentDate: now,
          requiredClaims: ['exp', 'sub', 'role'],
        });
        const caller = Caller.parse({ ...payload, subject: payload.sub });
        if (verified.size >= 10_000) verified.clear();
        verified.set(token, { caller, expires: (payload.exp ?? 0) * 1000 });
        return caller;
      } catch (error) {
        if (error instanceof errors.JWTExpired)
          throw unauthenticated('The token has expired. Sign in again.');
        throw unauthenticated('The token is not valid here. Sign in again.');
      }
    },
  };
}
