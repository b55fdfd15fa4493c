import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { GraphQLService } from '../../platform/graphql/service.ts';
import { readDeliveryStatus } from '../../platform/outbox/delivery-status.ts';
import { answerNotFound } from './answers.ts';

const largestMessage = 2 * 1024 * 1024;

const record = `mutation ($id: ID!, $action: DeliveryAction!, $diagnostic: String!, $status: String) {
  recordDeliveryStatus(id: $id, action: $action, diagnostic: $diagnostic, status: $status)
}`;

/**
 * Where the mail server hands in what comes back to the address of bounces, each message as it came (`message/rfc822`). Whatever is no
 * notification about a message of ours is taken and forgotten: a mail server that got a refusal would send a bounce for the bounce.
 * @param token what it presents; null: there is no such address
 */
export function bounceRoutes(token: string | null, directory: GraphQLService): FastifyPluginAsync {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(`Bearer ${token}`);
  return async (server) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: largestMessage },
      (_request, body, done) => done(null, body),
    );
    server.addHook('onRequest', async (request, reply) => {
      if (token !== null && timingSafeEqual(digest(request.headers.authorization ?? ''), wanted)) return;
      // Whoever may not hand one in learns no more than of an address there is not.
      answerNotFound(request, reply);
      return reply;
    });
    server.post('/messages/bounces', async (request) => {
      const status = Buffer.isBuffer(request.body) ? await readDeliveryStatus(request.body) : null;
      if (!status) return { recorded: false };
      const { id, action, diagnostic, enhancedStatus } = status;
      const answer = await directory.request(
        record,
        { id, action, diagnostic, status: enhancedStatus },
        z.object({ recordDeliveryStatus: z.boolean() }),
      );
      request.log.info({ message: id, action, recorded: answer.recordDeliveryStatus }, 'message came back');
      return { recorded: answer.recordDeliveryStatus };
    });
  };
}
