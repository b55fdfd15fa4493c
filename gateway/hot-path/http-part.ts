import { type Dispatcher, Pool } from 'undici';
import { operationHeader } from '../../platform/graphql/operation-text.ts';
import type { PartRequest } from '../../platform/graphql/part.ts';
import type { Life } from '../supergraph/life.ts';
import { Irregular } from './irregular.ts';
import { type HotPart, type PartAnswer, readBody } from './parts.ts';

const proxied = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'proxy', 'PROXY'];

/** A part on another host, by connections that are kept. Null where its address needs more than that. */
export function httpPart(url: string): HotPart | null {
  if (!URL.canParse(url) || proxied.some((name) => process.env[name])) return null;
  const { origin, pathname, search, username, password, protocol } = new URL(url);
  if ((protocol !== 'http:' && protocol !== 'https:') || username !== '' || password !== '') return null;
  const pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: 0 });
  const path = pathname + search;
  return {
    ask: ({ text }, asker, end) =>
      new Promise((resolve, reject) => {
        const request = { path, method: 'POST', headers: headersFor(asker), body: text() } as const;
        pool.dispatch(request, new Answer(resolve, reject, end));
      }),
    close: () => pool.destroy(),
  };
}

function headersFor({ authorization, requestId, operation }: PartRequest): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: '*/*',
    'x-request-id': requestId,
  };
  if (authorization) headers.authorization = authorization;
  if (operation) headers[operationHeader] = operation;
  return headers;
}

/** Gathers one answer. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #chunks: Buffer[] = [];
  readonly #resolve: (answer: PartAnswer) => void;
  readonly #reject: (why: unknown) => void;
  readonly #end: Life | undefined;
  #forget: (() => void) | undefined;
  #cacheControl: string | null = null;

  constructor(resolve: (answer: PartAnswer) => void, reject: (why: unknown) => void, end: Life | undefined) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#end = end;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#forget = this.#end?.onEnd(() => controller.abort(new Irregular('took too long')));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    const { 'content-type': type, 'content-encoding': encoding, 'cache-control': caching } = headers;
    const json =
      typeof type === 'string' &&
      /^application\/(graphql-response\+)?json/.test(type) &&
      encoding === undefined;
    if (status !== 200 || !json) controller.abort(new Irregular('unreachable'));
    this.#cacheControl = typeof caching === 'string' ? caching : (caching?.join(', ') ?? null);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#forget?.();
    const [first = Buffer.alloc(0)] = this.#chunks;
    try {
      const body = readBody(this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks));
      this.#resolve({ body, cacheControl: this.#cacheControl });
    } catch (why) {
      this.#reject(why);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#forget?.();
    this.#reject(error instanceof Irregular ? error : new Irregular('unreachable'));
  }
}
