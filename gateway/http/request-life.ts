import type { FastifyReply } from 'fastify';

/** How long an answer to a question may take in all. An act may pull a source that takes its time, and is never broken off. */
export const questionPatienceMilliseconds = 30_000;

/** @returns a signal that is given when the client goes away before it is answered, or when the time is over */
export function requestLife(reply: FastifyReply, milliseconds = questionPatienceMilliseconds): AbortSignal {
  const life = new AbortController();
  const timer = setTimeout(() => life.abort(), milliseconds);
  reply.raw.once('close', () => {
    clearTimeout(timer);
    if (!reply.raw.writableFinished) life.abort();
  });
  return life.signal;
}
