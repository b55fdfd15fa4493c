import { isObject, type JsonObject } from './json.ts';

/** What a request asks. */
export interface Asked {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: JsonObject;
}

/** Of a body of JSON. Null where Apollo Server might say something about the form of it. */
export function askedIn(body: unknown): Asked | null {
  if (!isObject(body)) return null;
  const { query, operationName = null, variables = null, extensions = null } = body;
  if (typeof query !== 'string' || query === '' || operationName === '') return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== null && !isObject(variables)) return null;
  if (extensions !== null && (!isObject(extensions) || Object.keys(extensions).length > 0)) return null;
  return { query, operationName: operationName ?? undefined, variables: variables ?? {} };
}
