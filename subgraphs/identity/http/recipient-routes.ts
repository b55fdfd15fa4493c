import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { TokenVerifier } from '../../../platform/identity/tokens.ts';
import type { Recipients } from '../../../platform/outbox/recipients.ts';

const Question = z.union([
  z.strictObject({ authorityOf: z.string().length(3) }),
  z.strictObject({ subject: z.string().min(1).max(200) }),
]);

/** What parts in other processes ask, to know whom a message is for. It answers the product itself and nobody else. */
export function recipientRoutes(recipients: Recipients, tokens: TokenVerifier): FastifyPluginAsync {
  return async (scope) => {
    scope.get('/oidc/recipients', async (request, reply) => {
      const caller = await tokens.caller(request.headers.authorization).catch(() => null);
      if (caller?.role !== 'service') return reply.code(401).send({ error: 'invalid_token' });
      const asked = Question.safeParse(request.query);
      if (!asked.success) return reply.code(400).send({ error: 'invalid_request' });
      if ('authorityOf' in asked.data)
        return { recipients: await recipients.authoritiesOf(asked.data.authorityOf) };
      const person = await recipients.person(asked.data.subject);
      return { recipients: person ? [person] : [] };
    });
  };
}
