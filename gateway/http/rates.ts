import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateSettings } from '../../platform/config/http.ts';
import { Problem } from '../../platform/errors/problem.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import { networkOf } from '../../platform/network/network-of.ts';
import { frontOf } from '../quick/front.ts';
import { handedOver } from '../quick/handed-over.ts';
import { answerProblem } from './answers.ts';

/** How much may be asked, counted in this process. Each takes one request, or throws Problem RATE_LIMITED. */
export interface Rates {
  account(caller: Caller): Promise<void>;
  address(address: string): Promise<void>;
  anonymous(address: string): Promise<void>;
}

export function createRates(settings: RateSettings): Rates {
  const account = limiter(settings.account, 'Your account has asked too often.');
  const address = limiter(settings.address, 'Too much was asked from your network address.');
  const anonymous = limiter(
    settings.anonymous,
    'Too much was asked from your network address without signing in.',
  );
  return {
    account: (caller) => account(`${caller.role} ${caller.subject}`),
    address: (from) => address(networkOf(from)),
    anonymous: (from) => anonymous(networkOf(from)),
  };
}

function limiter(perMinute: number, why: string): (key: string) => Promise<void> {
  if (perMinute === 0) return async () => undefined;
  const memory = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (key) => {
    try {
      await memory.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const retryAfter = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      const message = `${why} Wait ${retryAfter} s, then try again.`;
      throw new Problem('RATE_LIMITED', message, { details: { retryAfter } });
    }
  };
}

/** An operator's tools ask from one address, and must be answered when everybody else is too many. */
const exempt: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz', '/metrics']);

/** Counts every request by its address, from here on. */
export function limitAddresses(server: FastifyInstance, rates: Rates): void {
  frontOf(server.server).countAddress = (address) => rates.address(address);
  server.addHook('onRequest', async (request: FastifyRequest, reply) => {
    if (handedOver(request.raw)) return;
    if (exempt.has(request.routeOptions.url)) return;
    try {
      await rates.address(request.ip);
    } catch (error) {
      if (error instanceof Problem) return answerProblem(error, reply);
      throw error;
    }
  });
}
