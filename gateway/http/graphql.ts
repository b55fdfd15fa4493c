import type { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { toClientError } from '../../platform/errors/graphql-error.ts';
import { Problem } from '../../platform/errors/problem.ts';
import type { TokenVerifier } from '../../platform/identity/tokens.ts';
import type { Log } from '../../platform/log/log.ts';
import type { RequestContext } from '../supergraph/context.ts';
import { limits, limitsRule } from './limits.ts';

export interface GraphQLRouteOptions {
  /** A supergraph behind its gateway, or one subgraph by itself. */
  readonly serve: { readonly gateway: ApolloGateway } | { readonly schema: GraphQLSchema };
  /** Null where whatever stands behind does its own sign-in. */
  readonly tokens: TokenVerifier | null;
  /** More context for a subgraph served by itself. */
  readonly context?: (request: RequestContext) => Promise<object>;
  readonly introspection: boolean;
  /** Whether a request is refused that asks for too much. */
  readonly limited: boolean;
  readonly log: Log;
}

/** Serves POST and GET /graphql (GraphQL over HTTP). @returns what stops it */
export async function serveGraphQL(
  server: FastifyInstance,
  options: GraphQLRouteOptions,
): Promise<() => Promise<void>> {
  const { log, tokens } = options;
  const apollo = new ApolloServer<object>({
    ...options.serve,
    introspection: options.introspection,
    csrfPrevention: true,
    ...(options.limited ? { validationRules: [limitsRule], parseOptions: { maxTokens: limits.tokens } } : {}),
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: log,
    formatError: (formatted, error) => clientError(formatted, error, log),
    plugins: [ApolloServerPluginLandingPageDisabled(), fastifyApolloDrainPlugin(server), namedOperation],
  });
  await apollo.start();
  await server.register(async (scope) => {
    scope.setErrorHandler(answerUnreadable);
    scope.route({
      url: '/graphql',
      method: ['GET', 'POST', 'OPTIONS', 'HEAD'],
      handler: fastifyApolloHandler(apollo, {
        context: async (request) => {
          const base = { authorization: request.headers.authorization, requestId: request.id, caller: null };
          try {
            const caller = tokens ? await tokens.caller(base.authorization) : null;
            const context: RequestContext = { ...base, caller };
            return options.context ? await options.context(context) : context;
          } catch (error) {
            throw error instanceof Problem ? signInError(error) : error;
          }
        },
      }),
    });
  });
  return () => apollo.stop();
}

/** Without a gateway Apollo Server says so by itself; with one, an unknown name would end as a fault of ours. */
const namedOperation: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, request }) => {
      if (operation) return;
      const message = request.operationName
        ? `The request has no operation named "${request.operationName}".`
        : 'The request has several operations. Say in "operationName" which to run.';
      const extensions = { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } };
      throw new GraphQLError(message, { extensions });
    },
  }),
};

/** A body that is no JSON, or too large, never reaches GraphQL; its answer has GraphQL's form all the same. */
function answerUnreadable(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 500;
  const message =
    status < 500
      ? `${error.message} Send {"query": "…"} as application/json, up to 1 MB.`
      : 'Something went wrong on our side. Try again.';
  const code = status < 500 ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
  void reply.code(status).send({ errors: [{ message, extensions: { code } }] });
}

/** Without a valid token there is no request to run: HTTP says so too (RFC 6750). */
function signInError(problem: Problem): GraphQLError {
  const headers = new Map([['www-authenticate', 'Bearer error="invalid_token"']]);
  return new GraphQLError(problem.message, {
    originalError: problem,
    extensions: { code: problem.code, intent: problem.intent, http: { status: 401, headers } },
  });
}

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
function clientError(formatted: GraphQLFormattedError, error: unknown, log: Log): GraphQLFormattedError {
  const { code, intent, field } = formatted.extensions ?? {};
  const known =
    typeof code === 'string' &&
    (requestComplaints.has(code) || (problemCodes.has(code) && intent !== undefined));
  if (known) {
    // With an intent it is a part's own word, and whatever else a client needs to go on stands beside it.
    const told = intent === undefined ? {} : withoutInside(formatted.extensions ?? {});
    return { ...formatted, extensions: { ...told, code, ...(field === undefined ? {} : { field }) } };
  }
  const cause = unwrapResolverError(error);
  const wrapped = new GraphQLError(formatted.message, {
    path: formatted.path ?? null,
    originalError: cause instanceof Error ? cause : new Error(formatted.message),
  });
  return toClientError(wrapped, (err) => log.error({ err }, 'unexpected error')).toJSON();
}
