import type { FastifyReply } from 'fastify';
import { Life } from '../supergraph/life.ts';

/** How long an answer to a question may take in all. An act may pull a source that takes its time, and is never broken off. */
export const questionPatienceMilliseconds = 30_000;

/** @returns what ends when the client goes away before it is answered, or when the time is over */
export function requestLife(reply: FastifyReply, milliseconds = questionPatienceMilliseconds): Life {
  const life = new Life();
  const timer = setTimeout(() => life.end(), milliseconds);
  reply.raw.once('close', () => {
    clearTimeout(timer);
    if (!reply.raw.writableFinished) life.end();
  });
  return life;
}
