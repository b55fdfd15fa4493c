import { z } from 'zod';
import { Problem } from '../../platform/errors/problem.ts';
import { operationHeader } from '../../platform/graphql/operation-text.ts';
import type { PartRequest } from '../../platform/graphql/part.ts';
import type { SubgraphLocation } from '../supergraph/gateway.ts';

/** A question to one part in the name of whoever asks the gateway: with the caller's own token, and so within its rights. */
export type AskAsCaller = <T>(
  asked: PartRequest,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  shape: z.ZodType<T>,
) => Promise<T>;

const partPatienceMilliseconds = 15_000;

const Answer = z.looseObject({
  data: z.unknown(),
  errors: z
    .array(
      z.looseObject({
        message: z.string(),
        extensions: z.looseObject({ code: z.string().optional(), field: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

const forTheCaller = z.enum([
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
]);

/** @throws Problem what the part says to the caller, or that it cannot be reached */
export function askAsCaller(location: SubgraphLocation): AskAsCaller {
  return async (asked, query, variables, shape) => {
    const { data, errors } = Answer.parse(
      'execute' in location
        ? await location.execute({ query, variables }, asked)
        : await overHttp(location.url, asked, { query, variables }),
    );
    const error = errors?.[0];
    if (!error) return shape.parse(data);
    const code = forTheCaller.safeParse(error.extensions?.code).data ?? 'INTERNAL_SERVER_ERROR';
    const field = error.extensions?.field;
    throw new Problem(code, error.message, field === undefined ? {} : { field });
  };
}

async function overHttp(url: string, asked: PartRequest, body: object): Promise<unknown> {
  const { authorization, requestId, operation } = asked;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': requestId,
        ...(authorization === undefined ? {} : { authorization }),
        ...(operation === undefined ? {} : { [operationHeader]: operation }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(partPatienceMilliseconds),
    });
    return await response.json();
  } catch (cause) {
    const message = 'A part of the directory cannot be reached just now. Try again in a minute.';
    throw new Problem('INTERNAL_SERVER_ERROR', message, { cause });
  }
}
