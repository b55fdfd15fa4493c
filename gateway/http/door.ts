import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem, unauthenticated } from '../../platform/errors/problem.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import type { TokenVerifier } from '../../platform/identity/tokens.ts';
import { handedOver } from '../quick/handed-over.ts';
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

/** Looks at the bearer token and counts the request. @throws Problem where it is refused */
export type Admit = (authorization: string | undefined, address: string) => Promise<Caller | null>;

export function admission({ tokens, tokenRequired, rates }: DoorOptions): Admit {
  return async (authorization, address) => {
    let caller: Caller | null = null;
    try {
      caller = tokens ? await tokens.caller(authorization) : null;
    } catch (error) {
      // Guessing at tokens is asking without one.
      await rates?.anonymous(address);
      throw error;
    }
    if (caller) {
      await rates?.account(caller);
      return caller;
    }
    await rates?.anonymous(address);
    if (await tokenRequired()) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    return null;
  };
}

/** Lets in whom `admit` admits, before anything of a request's body is read. */
export function guardDoor(scope: FastifyInstance, admit: Admit): WhoAsks {
  const callers = new WeakMap<FastifyRequest, Caller>();

  async function callerOf(request: FastifyRequest): Promise<Caller | null> {
    const known = handedOver(request.raw)?.admitted;
    if (!known) return admit(request.headers.authorization, request.ip);
    if ('refusal' in known) throw known.refusal;
    return known.caller;
  }

  scope.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      const caller = await callerOf(request);
      if (caller) callers.set(request, caller);
    } catch (error) {
      if (error instanceof Problem) return answerProblem(error, reply);
      throw error;
    }
  });
  return (request) => callers.get(request) ?? null;
}
