import { type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { Ambient } from '../../platform/ambient/ambient.ts';
import { Problem, unauthenticated } from '../../platform/errors/problem.ts';
import type { InProcessExecutor } from '../../platform/graphql/execute.ts';
import { operationHeader, operationText } from '../../platform/graphql/operation-text.ts';
import { givenAnswers } from '../hot-path/given-answers.ts';
import type { RequestContext } from './context.ts';
import type { Life } from './life.ts';
import { whileAwaited } from './patience.ts';

type Fetch = Parameters<GraphQLDataSource<RequestContext>['process']>[0];
type Answer = Awaited<ReturnType<GraphQLDataSource<RequestContext>['process']>>;

/** The part of a fetch that says who asks; the gateway's own fetches (there are none today) ask as nobody. */
function asker(fetch: Fetch): Pick<RequestContext, 'authorization' | 'requestId' | 'operation'> {
  const { authorization, requestId } = fetch.context;
  const asked = 'incomingRequestContext' in fetch ? fetch.incomingRequestContext.operation : undefined;
  return { authorization, requestId: requestId ?? 'gateway', operation: asked && operationText(asked) };
}

/** Whether somebody waits: what belongs to an act is never broken off, it may pull a source that takes its time. */
function lifeOf(fetch: Fetch): Life | undefined {
  const asked =
    'incomingRequestContext' in fetch ? fetch.incomingRequestContext.operation?.operation : 'query';
  return asked === 'mutation' ? undefined : fetch.context.life;
}

/** What the hot path was answered to the very same question of this request, if it asked. */
function givenAnswer(part: string, { request, context }: Fetch): Promise<Answer> | undefined {
  if (!request.query || !context.life) return undefined;
  return givenAnswers(context.life)?.take(part, request.query, request.variables ?? {});
}

/** A subgraph in this process. */
export function inProcessSource(part: string, execute: InProcessExecutor): GraphQLDataSource<RequestContext> {
  return {
    process: (fetch) =>
      givenAnswer(part, fetch) ??
      whileAwaited(lifeOf(fetch), async () => {
        const { query, variables, operationName } = fetch.request;
        if (!query) throw new Error('The gateway sent no query.');
        const result = await execute({ query, variables, operationName }, asker(fetch));
        return {
          data: result.data ?? null,
          ...(result.errors ? { errors: result.errors.map((error) => error.toJSON()) } : {}),
        };
      }),
  };
}

/** A subgraph on another host. */
export class HttpSource extends RemoteGraphQLDataSource<RequestContext> {
  readonly #awaited = new Ambient<AbortSignal | undefined>();
  readonly #part: string;

  constructor(part: string, config: { readonly url: string }) {
    super(config);
    this.#part = part;
    const send = this.fetcher;
    this.fetcher = (url, init) => send(url, { ...init, signal: this.#awaited.get() });
  }

  override process(fetch: Fetch): Promise<Answer> {
    const given = givenAnswer(this.#part, fetch);
    if (given && 'incomingRequestContext' in fetch) {
      // As for any answer over HTTP that says nothing of being kept.
      fetch.incomingRequestContext.overallCachePolicy?.restrict?.({ maxAge: 0 });
    }
    return (
      given ??
      whileAwaited(lifeOf(fetch), (end) => this.#awaited.run(end?.signal, () => super.process(fetch)))
    );
  }

  override willSendRequest(fetch: Fetch): void {
    const { authorization, requestId, operation } = asker(fetch);
    if (authorization) fetch.request.http?.headers.set('authorization', authorization);
    fetch.request.http?.headers.set('x-request-id', requestId);
    if (operation) fetch.request.http?.headers.set(operationHeader, operation);
  }
}

/** A part of the product on another host: what goes wrong between the two is told in the product's own words. */
export class PartSource extends HttpSource {
  override didEncounterError(cause: Error, _request: unknown, response?: { readonly status: number }): never {
    if (response?.status === 401)
      throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    const message = 'A part of the directory cannot be reached just now. Try again in a minute.';
    throw new Problem('INTERNAL_SERVER_ERROR', message, { cause });
  }
}
