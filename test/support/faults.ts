import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SampleRequest, SampleResponse } from '../../adapters/contract.ts';

/** How a source can misbehave. */
export type Fault =
  /** The connection is closed before a word. */
  | { readonly kind: 'down' }
  /** A web page with status 200 in place of data. */
  | { readonly kind: 'html' }
  /** Status 200 and nothing. */
  | { readonly kind: 'empty' }
  /** The whole length is announced; the connection is cut after `share` (default a half) of it. */
  | { readonly kind: 'dropped'; readonly share?: number }
  /** Only `share` (default a half) of the body, and its length says so: nothing in HTTP tells. */
  | { readonly kind: 'truncated'; readonly share?: number }
  /** No answer for as long as the client waits. */
  | { readonly kind: 'slow' }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** Any answer at all, in place of the source's own. */
  | { readonly kind: 'instead'; readonly response: SampleResponse }
  /** The source's own answer, altered. */
  | { readonly kind: 'altered'; alter(response: SampleResponse): SampleResponse };

export const rateLimited = (retryAfter: string): Fault => ({
  kind: 'status',
  status: 429,
  headers: { 'retry-after': retryAfter },
});

export type Handle = (request: SampleRequest) => Promise<SampleResponse>;

export interface RecordedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface FaultyServer {
  /** Of a path, e.g. `osce/feed.xml`. */
  url(path: string): URL;
  /** Serves what is below `prefix`, e.g. `osce`. */
  mount(prefix: string, handle: Handle): void;
  /** Lets the next `times` requests below `prefix` fail (default all), until it is called again; null mends. */
  fail(prefix: string, fault: Fault | null, times?: number): void;
  /** All requests so far, whatever became of them. */
  readonly requests: RecordedRequest[];
  close(): Promise<void>;
}

/** A real HTTP server that misbehaves when told to. */
export async function faultyServer(): Promise<FaultyServer> {
  const mounted = new Map<string, { handle: Handle; fault: Fault | null; left: number }>();
  const requests: RecordedRequest[] = [];

  const server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const body = await textOf(incoming);
    const headers = Object.fromEntries(
      Object.entries(incoming.headersDistinct).map(([name, values]) => [name, values?.join(', ')]),
    );
    const method = incoming.method ?? 'GET';
    requests.push({ method, path: `${url.pathname}${url.search}`, headers, body });

    const path = url.pathname.slice(1);
    const prefix = [...mounted.keys()].find((one) => path === one || path.startsWith(`${one}/`));
    const mount = prefix === undefined ? undefined : mounted.get(prefix);
    if (prefix === undefined || mount === undefined) {
      send(outgoing, { status: 404, headers: {}, body: '' });
      return;
    }
    const fault = mount.left > 0 ? mount.fault : null;
    mount.left -= 1;
    const below = path.slice(prefix.length + 1);
    const answer = () => mount.handle({ method, path: below, query: url.searchParams, headers, body });
    await misbehave(fault, answer, outgoing);
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;

  return {
    requests,
    url: (path) => new URL(path, `http://127.0.0.1:${port}/`),
    mount: (prefix, handle) => mounted.set(prefix, { handle, fault: null, left: 0 }),
    fail: (prefix, fault, times = Number.POSITIVE_INFINITY) => {
      const mount = mounted.get(prefix);
      if (!mount) throw new Error(`Nothing is mounted at ${prefix}.`);
      mount.fault = fault;
      mount.left = fault === null ? 0 : times;
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function misbehave(
  fault: Fault | null,
  answer: () => Promise<SampleResponse>,
  outgoing: ServerResponse,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return send(outgoing, await answer());
    case 'down':
      outgoing.destroy();
      return;
    case 'slow':
      return;
    case 'html':
      return send(outgoing, {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>',
      });
    case 'empty':
      return send(outgoing, { status: 200, headers: {}, body: '' });
    case 'status':
      return send(outgoing, { status: fault.status, headers: fault.headers ?? {}, body: '' });
    case 'redirect':
      return send(outgoing, { status: fault.status ?? 302, headers: { location: fault.to }, body: '' });
    case 'instead':
      return send(outgoing, fault.response);
    case 'altered':
      return send(outgoing, fault.alter(await answer()));
    case 'truncated': {
      const response = await answer();
      return send(outgoing, { ...response, body: firstPart(response, fault.share) });
    }
    case 'dropped': {
      const response = await answer();
      outgoing.writeHead(response.status, {
        ...response.headers,
        'content-length': bytesOf(response).length,
      });
      outgoing.write(firstPart(response, fault.share), () => outgoing.destroy());
    }
  }
}

function send(outgoing: ServerResponse, response: SampleResponse): void {
  outgoing.writeHead(response.status, response.headers);
  outgoing.end(bytesOf(response));
}

function bytesOf({ body }: SampleResponse): Buffer {
  return Buffer.from(typeof body === 'string' ? new TextEncoder().encode(body) : body);
}

function firstPart(response: SampleResponse, share = 0.5): Buffer {
  const bytes = bytesOf(response);
  return bytes.subarray(0, Math.floor(bytes.length * share));
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
