import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../errors/problem.ts';
import type { InProcessExecutor } from './execute.ts';

/** Another part, spoken to by GraphQL for the product itself: the same calls in process and over HTTP. */
export interface GraphQLService {
  /** @throws Problem where the part cannot be reached or answers with errors */
  request<T>(query: string, variables: Readonly<Record<string, unknown>>, result: z.ZodType<T>): Promise<T>;
}

/** The bearer token the product presents for itself. */
export type ServiceToken = () => Promise<string>;

const ServiceAnswer = z.object({
  data: z.unknown(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.looseObject({ code: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

/** What another part says to the caller of this one, rather than about a fault between the two. */
const saidToTheCaller = z.enum(['BAD_USER_INPUT', 'NOT_FOUND', 'CONFLICT', 'RATE_LIMITED']);

function read<T>(name: string, answer: unknown, result: z.ZodType<T>): T {
  const { data, errors } = ServiceAnswer.parse(answer);
  const error = errors?.[0];
  if (error) {
    const code = saidToTheCaller.safeParse(error.extensions?.code);
    if (code.success) throw new Problem(code.data, error.message);
    throw new Error(`${name} answered: ${error.message}`);
  }
  return result.parse(data);
}

export function inProcessService(
  name: string,
  execute: InProcessExecutor,
  token: ServiceToken,
): GraphQLService {
  return {
    async request(query, variables, result) {
      const request = { authorization: `Bearer ${await token()}`, requestId: randomUUID() };
      return read(name, await execute({ query, variables }, request), result);
    },
  };
}

/** A question is answered from storage; a mutation may pull a source that takes its time. */
const patienceMilliseconds = (query: string) => (/^\s*mutation\b/.test(query) ? 11 * 60_000 : 15_000);

export function httpService(name: string, url: string, token: ServiceToken): GraphQLService {
  return {
    async request(query, variables, result) {
      let answer: unknown;
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${await token()}`,
            'x-request-id': randomUUID(),
          },
          body: JSON.stringify({ query, variables }),
          signal: AbortSignal.timeout(patienceMilliseconds(query)),
        });
        answer = await response.json();
      } catch (cause) {
        throw new Problem(
          'INTERNAL_SERVER_ERROR',
          `The part ${name} cannot be reached just now. Try again in a minute.`,
          { cause },
        );
      }
      return read(name, answer, result);
    },
  };
}
