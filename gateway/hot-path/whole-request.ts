import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from '../supergraph/context.ts';
import type { HotGateway } from './gateway.ts';
import { isObject, type JsonObject } from './json.ts';

/** What of a request's body says what is asked. */
interface Asked {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: JsonObject;
}

const json = /^application\/json(?:; ?charset=utf-8)?$/i;

/**
 * Answers a request whose text Apollo Server has let through before, without it: what it looks at in each text was looked at, and
 * what it looks at in each request is looked at here. It stands behind the door like Apollo Server itself.
 * @returns null where Apollo Server is to answer
 */
export async function answerWhole(
  hot: HotGateway,
  request: FastifyRequest,
  reply: FastifyReply,
  contextOf: () => RequestContext,
): Promise<string | null> {
  // A page of another site cannot send this content type without asking leave: CSRF prevention has nothing to refuse.
  const { headers, method, url, body } = request;
  if (method !== 'POST' || url !== '/graphql' || !json.test(headers['content-type'] ?? '')) return null;
  if (headers['apollo-query-plan-experimental'] !== undefined) return null;
  const form = headers.accept;
  if (form !== 'application/json' && form !== 'application/graphql-response+json') return null;
  const asked = askedIn(body);
  if (!asked || !hot.knows(asked.query, asked.operationName)) return null;
  const data = await hot.answer(asked.query, asked.operationName, asked.variables, contextOf());
  if (!data) return null;
  reply.header('cache-control', 'no-store');
  reply.header('content-type', `${form}; charset=utf-8`);
  return `${JSON.stringify({ data })}\n`;
}

/** Null where Apollo Server might say something about the form of it. */
function askedIn(body: unknown): Asked | null {
  if (!isObject(body)) return null;
  const { query, operationName = null, variables = null, extensions = null } = body;
  if (typeof query !== 'string' || query === '' || operationName === '') return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== null && !isObject(variables)) return null;
  if (extensions !== null && (!isObject(extensions) || Object.keys(extensions).length > 0)) return null;
  return { query, operationName: operationName ?? undefined, variables: variables ?? {} };
}
