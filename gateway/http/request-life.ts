import type { ServerResponse } from 'node:http';
import { Life } from '../supergraph/life.ts';

/** How long an answer to a question may take in all. An act may pull a source that takes its time, and is never broken off. */
export const questionPatienceMilliseconds = 30_000;
/** A reader who takes nothing of an answer for this long is left. */
export const readerPatienceMilliseconds = 30_000;

/** @returns what ends when the client goes away before it is answered, or when the time is over */
export function requestLife(response: ServerResponse, milliseconds = questionPatienceMilliseconds): Life {
  const life = new Life();
  const timer = setTimeout(() => life.end(), milliseconds);
  response.once('close', () => {
    clearTimeout(timer);
    if (!response.writableFinished) life.end();
  });
  return life;
}
