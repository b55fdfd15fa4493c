import { Readable } from 'node:stream';
import { ApolloServer, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, RequestPayload, RouteOptions } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { Problem } from '../../platform/errors/problem.ts';
import { givenOperation, operationHeader } from '../../platform/graphql/operation-text.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import type { Log } from '../../platform/log/log.ts';
import { notModified } from '../exact-cache/not-modified.ts';
import type { Answers } from '../hot-path/answers.ts';
import { askedByGet } from '../hot-path/asked-by-get.ts';
import { HotGateway } from '../hot-path/gateway.ts';
import { answerWhole } from '../hot-path/whole-request.ts';
import { frontOf } from '../quick/front.ts';
import { handedOver } from '../quick/handed-over.ts';
import { KnownBodies } from '../quick/known-bodies.ts';
import { QuickAnswers } from '../quick/quick-answers.ts';
import type { RequestContext } from '../supergraph/context.ts';
import { wantedForm } from './accept.ts';
import { answerProblem, answerUnacceptable, answerUnreadable } from './answers.ts';
import { clientError } from './client-error.ts';
import { allowOrigins } from './cross-origin.ts';
import { admission, type DoorOptions, guardDoor } from './door.ts';
import { introspectionFor } from './introspection.ts';
import { limits, limitsRule } from './limits.ts';
import { readingsRecorded } from './readings-recorded.ts';
import { RememberedDocuments } from './remembered-documents.ts';
import { requestLife } from './request-life.ts';
import { onlyListed, type SafeList, withListedText } from './safe-list.ts';
import { checkVariables } from './variables.ts';

export interface GraphQLRouteOptions extends DoorOptions {
  /** A supergraph behind its gateway, or one subgraph by itself. */
  readonly serve:
    | { readonly gateway: NonNullable<ApolloServerOptions<Asked>['gateway']> }
    | { readonly schema: GraphQLSchema };
  /** What gives the gateway's answers to operations that are known; otherwise each is made anew. */
  readonly answers?: Answers | null;
  /** More context for a subgraph served by itself. */
  readonly context?: (request: RequestContext) => Promise<object>;
  /** Who may ask for the schema itself. */
  readonly introspection: (caller: Caller | null) => boolean;
  /** Whether a request is refused that asks for too much. */
  readonly limited: boolean;
  /** The only operations that are run; null: any. */
  readonly safeList: SafeList | null;
  /** Origins whose pages may ask from a browser. */
  readonly allowedOrigins: readonly string[];
  /** Whose words an error is told in; unless said otherwise the product's, which tell nothing of the inside. */
  readonly errors?: 'as the subgraphs tell them';
  /** The largest body that is read, in octets, where it is not the server's own. */
  readonly bodyLimit?: number;
  readonly log: Log;
}

/** What every context says, a part's own too. */
interface Asked {
  readonly caller: Caller | null;
}

/** Serves POST and GET /graphql (GraphQL over HTTP). @returns what stops it */
export async function serveGraphQL(
  server: FastifyInstance,
  options: GraphQLRouteOptions,
): Promise<() => Promise<void>> {
  const { log, safeList, answers = null } = options;
  const hot =
    'gateway' in options.serve && options.serve.gateway instanceof HotGateway ? options.serve.gateway : null;
  const admit = admission(options);
  const apollo = new ApolloServer<Asked>({
    ...options.serve,
    introspection: true, // whose it is, is said below
    hideSchemaDetailsFromClientErrors: true,
    persistedQueries: false,
    documentStore: new RememberedDocuments(),
    csrfPrevention: true,
    ...(options.limited ? { validationRules: [limitsRule], parseOptions: { maxTokens: limits.tokens } } : {}),
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: log,
    formatError: (formatted, error) => (options.errors ? formatted : clientError(formatted, error, log)),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      fastifyApolloDrainPlugin(server),
      runnableOperation,
      readingsRecorded(log),
      introspectionFor<Asked>(({ caller }) => options.introspection(caller)),
      ...(safeList ? [onlyListed(safeList)] : []),
    ],
  });
  await apollo.start();

  await server.register(async (scope) => {
    scope.setErrorHandler(answerUnreadable);
    scope.removeContentTypeParser('text/plain');
    allowOrigins(scope, options.allowedOrigins);
    const whoAsks = guardDoor(scope, admit);
    scope.addHook('preParsing', (request, _reply, payload, done) => done(null, bodyOf(request) ?? payload));
    const contexts = new WeakMap<FastifyRequest, RequestContext>();
    const contextOf = (request: FastifyRequest, reply: FastifyReply): RequestContext => {
      const known = contexts.get(request) ?? handedOver(request.raw)?.context;
      if (known) return known;
      const { authorization } = request.headers;
      const operation = givenOperation(request.headers[operationHeader]);
      const caller = whoAsks(request);
      const context = {
        authorization,
        requestId: request.id,
        operation,
        caller,
        life: requestLife(reply.raw),
      };
      contexts.set(request, context);
      return context;
    };
    const throughApollo = fastifyApolloHandler(apollo, {
      context: async (request, reply) => {
        const base = contextOf(request, reply);
        return options.context ? { ...(await options.context(base)), caller: base.caller } : base;
      },
    });
    scope.addHook('preHandler', (request, reply, done) => {
      if (!readable(request, reply, options)) done();
    });
    const route: Omit<RouteOptions, 'method'> = {
      url: '/graphql',
      ...(options.bodyLimit === undefined ? {} : { bodyLimit: options.bodyLimit }),
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const asked = hot && request.method === 'GET' ? askedByGet(request) : null;
        const whole =
          hot && asked && (await answerWhole(hot, answers, asked, () => contextOf(request, reply)));
        if (whole === null) return throughApollo.call(scope, request, reply);
        reply.header('cache-control', 'no-store');
        reply.header('content-type', `${request.headers.accept}; charset=utf-8`);
        return whole;
      },
    };
    scope.route({ ...route, method: ['POST', 'OPTIONS'] });
    scope.route({ ...route, method: ['GET', 'HEAD'], onSend: notModified });
  });
  if (hot) {
    const front = frontOf(server.server);
    const bodies = new KnownBodies((body) => listed(body, options));
    const quick = new QuickAnswers({ front, hot, answers, admit, bodies });
    front.take = (request, response) => quick.take(request, response);
  }
  return () => apollo.stop();
}

/** The body that was read before Fastify was given the request. */
function bodyOf(request: FastifyRequest): RequestPayload | null {
  const body = handedOver(request.raw)?.body;
  return body ? Object.assign(Readable.from([body]), { receivedEncodedLength: body.length }) : null;
}

/** What of a request can be judged before GraphQL reads it. */
function readable(
  request: FastifyRequest,
  reply: FastifyReply,
  { limited, safeList }: Pick<GraphQLRouteOptions, 'limited' | 'safeList'>,
): FastifyReply | undefined {
  const { body, headers } = request;
  const form = wantedForm(headers.accept);
  if (form === null) return answerUnacceptable(reply);
  headers.accept = form;
  try {
    request.body = listed(body, { limited, safeList });
  } catch (error) {
    if (error instanceof Problem) return answerProblem(error, reply);
    throw error;
  }
  return undefined;
}

/** A body with the text of the listed operation that it names. @throws Problem where its variables hold too much */
function listed(
  body: unknown,
  { limited, safeList }: Pick<GraphQLRouteOptions, 'limited' | 'safeList'>,
): unknown {
  if (limited && typeof body === 'object' && body !== null && 'variables' in body)
    checkVariables(body.variables);
  return safeList ? withListedText(body, safeList) : body;
}

/** Without a gateway Apollo Server says so by itself; with one, an unknown name or kind would end as a fault of ours. */
const runnableOperation: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, request }) => {
      if (operation && operation.operation !== 'subscription') return;
      const message = operation
        ? 'There are no subscriptions here. Ask by a query, again when you need to.'
        : request.operationName
          ? 'The request has no operation of the name in "operationName".'
          : 'The request has several operations. Say in "operationName" which to run.';
      const extensions = { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } };
      throw new GraphQLError(message, { extensions });
    },
  }),
};
