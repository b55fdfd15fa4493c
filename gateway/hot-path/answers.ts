import type { RecordedReading } from '../../platform/readings/request-readings.ts';
import type { RequestContext } from '../supergraph/context.ts';
import type { HotOperation } from './hot-operation.ts';
import type { JsonObject } from './json.ts';

export type Body = string | Buffer;

/**
 * Answers the question anew. @param recorded takes what is recorded of it
 * @returns null where the answer is not complete and without errors: somebody else gives it
 */
export type AnswerAnew = (recorded?: RecordedReading[]) => Promise<string | null>;

/** Gives answers to operations that are known; whether one is made anew for who asks, is its own decision. */
export interface Answers {
  /** @returns null where the question is to be answered by somebody else, as `anew` says */
  answer(
    operation: HotOperation,
    variables: JsonObject,
    context: RequestContext,
    anew: AnswerAnew,
  ): Promise<Body | null>;
}

/** A long text is made octets once, not each time that it is sent; a short one leaves together with its head. */
export const sendable = (text: string): Body => (text.length > mostTogether ? Buffer.from(text) : text);
const mostTogether = 8_192;
