import type { FastifyRequest } from 'fastify';
import { checkVariables } from '../http/variables.ts';
import type { Asked } from './asked.ts';
import { isObject, type JsonObject } from './json.ts';

const mayBeGiven = new Set(['query', 'operationName', 'variables']);
/** A page of another site cannot send either without asking leave, as Apollo Server has it. */
const leave = ['apollo-require-preflight', 'x-apollo-operation-name'];

/** What a GET request asks. Null where Apollo Server might say something about the form of it. */
export function askedByGet({ url, headers }: FastifyRequest): Asked | null {
  const [path, search = '', ...more] = url.split('?');
  if (path !== '/graphql' || more.length > 0 || headers['content-type'] !== undefined) return null;
  if (!leave.some((name) => typeof headers[name] === 'string' && headers[name] !== '')) return null;
  const given = new URLSearchParams(search);
  const names = [...given.keys()];
  if (new Set(names).size < names.length || !names.every((name) => mayBeGiven.has(name))) return null;
  const query = given.get('query');
  const operationName = given.get('operationName') ?? undefined;
  const variables = variablesIn(given.get('variables'));
  if (!query || operationName === '' || !variables) return null;
  return { query, operationName, variables };
}

function variablesIn(text: string | null): JsonObject | null {
  if (text === null) return {};
  try {
    const variables: unknown = JSON.parse(text);
    checkVariables(variables);
    return isObject(variables) ? variables : null;
  } catch {
    return null;
  }
}
