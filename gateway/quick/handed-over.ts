import type { IncomingMessage } from 'node:http';
import type { Problem } from '../../platform/errors/problem.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import type { RequestContext } from '../supergraph/context.ts';

/** What was found out of a request before Fastify was given it: nothing of it is asked, counted or read a second time. */
export interface HandedOver {
  readonly requestId: string;
  /** Who asks, by the token; or why the door stays shut. */
  readonly admitted: { readonly caller: Caller | null } | { readonly refusal: Problem };
  /** The body, where it was read. */
  readonly body?: Buffer | undefined;
  /** Where parts were asked already. */
  readonly context?: RequestContext | undefined;
}

const byRequest = new WeakMap<IncomingMessage, HandedOver>();

export const handedOver = (request: IncomingMessage): HandedOver | undefined => byRequest.get(request);

export function handOverRequest(request: IncomingMessage, known: HandedOver): void {
  byRequest.set(request, known);
}
