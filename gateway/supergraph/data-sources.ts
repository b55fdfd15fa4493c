import { type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { Problem } from '../../platform/errors/problem.ts';
import type { InProcessExecutor } from '../../platform/graphql/execute.ts';
import type { RequestContext } from './context.ts';

type Fetch = Parameters<GraphQLDataSource<RequestContext>['process']>[0];

/** The part of a fetch that says who asks; the gateway's own fetches (there are none today) ask as nobody. */
function asker(fetch: Fetch): RequestContext {
  const { authorization, requestId, caller } = fetch.context;
  return { authorization, requestId: requestId ?? 'gateway', caller: caller ?? null };
}

/** A subgraph in this process. */
export function inProcessSource(execute: InProcessExecutor): GraphQLDataSource<RequestContext> {
  return {
    async process(fetch) {
      const { query, variables, operationName } = fetch.request;
      if (!query) throw new Error('The gateway sent no query.');
      const result = await execute({ query, variables, operationName }, asker(fetch));
      return {
        data: result.data ?? null,
        ...(result.errors ? { errors: result.errors.map((error) => error.toJSON()) } : {}),
      };
    },
  };
}

/** A subgraph on another host. */
export class HttpSource extends RemoteGraphQLDataSource<RequestContext> {
  override didEncounterError(cause: Error): never {
    const message = 'A part of the directory cannot be reached just now. Try again in a minute.';
    throw new Problem('INTERNAL_SERVER_ERROR', message, { cause });
  }

  override willSendRequest(fetch: Fetch): void {
    const { authorization, requestId } = asker(fetch);
    if (authorization) fetch.request.http?.headers.set('authorization', authorization);
    fetch.request.http?.headers.set('x-request-id', requestId);
  }
}
