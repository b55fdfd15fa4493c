import { AsyncLocalStorage } from 'node:async_hooks';
import { type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { Problem, unauthenticated } from '../../platform/errors/problem.ts';
import type { InProcessExecutor } from '../../platform/graphql/execute.ts';
import { operationHeader, operationText } from '../../platform/graphql/operation-text.ts';
import type { RequestContext } from './context.ts';

type Fetch = Parameters<GraphQLDataSource<RequestContext>['process']>[0];
type Answer = Awaited<ReturnType<GraphQLDataSource<RequestContext>['process']>>;

/** How long one part may take to answer a question from its storage. */
const partPatienceMilliseconds = 15_000;

/** The part of a fetch that says who asks; the gateway's own fetches (there are none today) ask as nobody. */
function asker(fetch: Fetch): Pick<RequestContext, 'authorization' | 'requestId' | 'operation'> {
  const { authorization, requestId } = fetch.context;
  const asked = 'incomingRequestContext' in fetch ? fetch.incomingRequestContext.operation : undefined;
  return { authorization, requestId: requestId ?? 'gateway', operation: asked && operationText(asked) };
}

/**
 * Asks a part as long as somebody waits for the answer, and not beyond a part's time. What belongs to an act is never broken off: it may
 * pull a source that takes its time, and is done or not done whoever waits.
 */
async function whileAwaited(
  fetch: Fetch,
  ask: (signal: AbortSignal | undefined) => Promise<Answer>,
): Promise<Answer> {
  const asked =
    'incomingRequestContext' in fetch ? fetch.incomingRequestContext.operation?.operation : 'query';
  const life: AbortSignal | undefined = fetch.context.signal;
  if (asked === 'mutation' || !life) return ask(undefined);
  const end = new AbortController();
  const ended = new Promise<never>((_resolve, reject) => {
    end.signal.addEventListener('abort', () => reject(tookTooLong()), { once: true });
  });
  const stop = () => end.abort();
  if (life.aborted) throw tookTooLong();
  life.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(stop, partPatienceMilliseconds);
  try {
    return await Promise.race([ask(end.signal), ended]);
  } finally {
    clearTimeout(timer);
    life.removeEventListener('abort', stop);
  }
}

const tookTooLong = () =>
  new Problem(
    'INTERNAL_SERVER_ERROR',
    'The answer took too long. Ask for less at once, or try again in a minute.',
  );

/** A subgraph in this process. */
export function inProcessSource(execute: InProcessExecutor): GraphQLDataSource<RequestContext> {
  return {
    process: (fetch) =>
      whileAwaited(fetch, async () => {
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
  readonly #awaited = new AsyncLocalStorage<AbortSignal | undefined>();

  constructor(config: { readonly url: string }) {
    super(config);
    const send = this.fetcher;
    this.fetcher = (url, init) => send(url, { ...init, signal: this.#awaited.getStore() });
  }

  override process(fetch: Fetch): Promise<Answer> {
    return whileAwaited(fetch, (signal) => this.#awaited.run(signal, () => super.process(fetch)));
  }

  override didEncounterError(cause: Error, _request: unknown, response?: { readonly status: number }): never {
    if (response?.status === 401)
      throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    const message = 'A part of the directory cannot be reached just now. Try again in a minute.';
    throw new Problem('INTERNAL_SERVER_ERROR', message, { cause });
  }

  override willSendRequest(fetch: Fetch): void {
    const { authorization, requestId, operation } = asker(fetch);
    if (authorization) fetch.request.http?.headers.set('authorization', authorization);
    fetch.request.http?.headers.set('x-request-id', requestId);
    if (operation) fetch.request.http?.headers.set(operationHeader, operation);
  }
}
