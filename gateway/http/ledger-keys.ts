import type { FastifyPluginAsync } from 'fastify';
import { ledgerJwk } from '../../platform/ledger/ledger-jwk.ts';

/** The public key of the ledgers, for everybody: checkpoints and receipts are verified with it. */
export function ledgerKeysRoutes(publicKey: string): FastifyPluginAsync {
  return async (server) => {
    server.get('/ledger-keys', async (_request, reply) =>
      reply
        .type('application/jwk-set+json')
        .header('cache-control', 'public, max-age=300')
        .send(JSON.stringify({ keys: [await ledgerJwk(publicKey)] })),
    );
  };
}
