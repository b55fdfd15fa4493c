import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RecordedReading } from '../../platform/readings/request-readings.ts';
import type { RequestContext } from '../supergraph/context.ts';
import type { Answers, Body } from './answers.ts';
import { askedByGet } from './asked-by-get.ts';
import type { HotGateway } from './gateway.ts';
import { isObject } from './json.ts';
import type { Asked } from './parts.ts';

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
  answers: Answers | null,
): Promise<Body | null> {
  // A page of another site cannot send this content type without asking leave: CSRF prevention has nothing to refuse.
  const { headers, method, url, body } = request;
  const byGet = method === 'GET';
  if (!byGet && (method !== 'POST' || url !== '/graphql' || !json.test(headers['content-type'] ?? '')))
    return null;
  if (headers['apollo-query-plan-experimental'] !== undefined) return null;
  const form = headers.accept;
  if (form !== 'application/json' && form !== 'application/graphql-response+json') return null;
  const asked = byGet ? askedByGet(request) : askedIn(body);
  const operation = asked && hot.known(asked.query, asked.operationName);
  if (!operation) return null;
  const context = contextOf();
  const run = async (recorded?: RecordedReading[]) => {
    const data = await hot.answer(operation, asked, context, recorded);
    return data && `${JSON.stringify({ data })}\n`;
  };
  const answer = await (answers ? answers.answer(operation, asked.variables, context, run) : run());
  if (answer === null) return null;
  reply.header('cache-control', 'no-store');
  reply.header('content-type', `${form}; charset=utf-8`);
  return answer;
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
