import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { toClientError } from '../../platform/errors/graphql-error.ts';
import { withoutValues } from '../../platform/errors/quoted-values.ts';
import type { Log } from '../../platform/log/log.ts';

/** Codes by which GraphQL itself complains about a request; its message is about the client's own text. */
const requestComplaints = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);
const problemCodes = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
]);

/** What the gateway adds about the parts themselves. */
const inside = ['serviceName', 'stacktrace', 'exception', 'http', 'response'];

const withoutInside = (extensions: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(extensions).filter(([key]) => !inside.includes(key)));

/** An error as a client may see it: nothing of the inside, not even which subgraph it was. */
export function clientError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Log,
): GraphQLFormattedError {
  const { code, intent, field } = formatted.extensions ?? {};
  const known =
    typeof code === 'string' &&
    (requestComplaints.has(code) || (problemCodes.has(code) && intent !== undefined));
  if (known) {
    // With an intent it is a part's own word, and whatever else a client needs to go on stands beside it.
    const told = intent === undefined ? {} : withoutInside(formatted.extensions ?? {});
    const message = intent === undefined ? withoutValues(formatted.message) : formatted.message;
    return {
      ...formatted,
      message,
      extensions: { ...told, code, ...(field === undefined ? {} : { field }) },
    };
  }
  const cause = unwrapResolverError(error);
  const wrapped = new GraphQLError(formatted.message, {
    path: formatted.path ?? null,
    originalError: cause instanceof Error ? cause : new Error(formatted.message),
  });
  return toClientError(wrapped, (err) => log.error({ err }, 'unexpected error')).toJSON();
}
