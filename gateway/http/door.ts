import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem, unauthenticated } from '../../platform/errors/problem.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import type { TokenVerifier } from '../../platform/identity/tokens.ts';
import { answerProblem } from './answers.ts';
import type { Rates } from './rates.ts';

export interface DoorOptions {
  /** Null where whatever stands behind does its own sign-in. */
  readonly tokens: TokenVerifier | null;
  /** Whether somebody without a token is refused before the request is read. */
  readonly tokenRequired: () => boolean | Promise<boolean>;
  /** Null where nothing is counted. */
  readonly rates: Rates | null;
}

/** Who asked: known from the head of a request, before its body is read. */
export type WhoAsks = (request: FastifyRequest) => Caller | null;

/** Looks at the bearer token and counts the request, before anything of its body is read. */
export function guardDoor(scope: FastifyInstance, { tokens, tokenRequired, rates }: DoorOptions): WhoAsks {
  const callers = new WeakMap<FastifyRequest, Caller>();

  async function admit(request: FastifyRequest): Promise<void> {
    let caller: Caller | null = null;
    try {
      caller = tokens ? await tokens.caller(request.headers.authorization) : null;
    } catch (error) {
      // Guessing at tokens is asking without one.
      await rates?.anonymous(request.ip);
      throw error;
    }
    if (caller) {
      callers.set(request, caller);
      await rates?.account(caller);
      return;
    }
    await rates?.anonymous(request.ip);
    if (await tokenRequired()) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
  }

  scope.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      await admit(request);
    } catch (error) {
      if (error instanceof Problem) return answerProblem(error, reply);
      throw error;
    }
  });
  return (request) => callers.get(request) ?? null;
}
