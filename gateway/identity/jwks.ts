import type { FastifyPluginAsync } from 'fastify';
import type { SigningKey } from '../../platform/identity/signing-key.ts';

/** The embedded issuer's public keys (RFC 7517), so that anyone can verify a token it signed. */
export function jwksRoute(key: SigningKey): FastifyPluginAsync {
  return async (server) => {
    server.get('/oidc/jwks', async () => ({ keys: [key.publicJwk] }));
  };
}
