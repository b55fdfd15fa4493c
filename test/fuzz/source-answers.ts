import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Tape } from './tape.ts';

/** What a source answers, and how it brings it over. */
export interface SourceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Bytes after which the connection is cut, though more were announced; null: never. */
  readonly cutAt: number | null;
}

export const whole = (body: Buffer): SourceAnswer => ({ status: 200, headers: {}, body, cutAt: null });

/** The sources, on a real server of this machine: each path answers as it was last told. */
export class SourceServer {
  readonly #answers = new Map<string, (request: IncomingMessage) => SourceAnswer>();
  readonly #server = createServer((request, response) => this.#serve(request, response));
  url = '';

  static async start(): Promise<SourceServer> {
    const sources = new SourceServer();
    await new Promise<void>((resolve) => sources.#server.listen(0, '127.0.0.1', resolve));
    const address = sources.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    sources.url = `http://127.0.0.1:${address.port}`;
    return sources;
  }

  /** @returns where it is now */
  answer(path: string, answer: SourceAnswer | ((request: IncomingMessage) => SourceAnswer)): string {
    this.#answers.set(path, typeof answer === 'function' ? answer : () => answer);
    return `${this.url}${path}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const path = (request.url ?? '').split('?')[0] ?? '';
    const found = this.#answers.get(path);
    if (!found) {
      response.writeHead(404).end();
      return;
    }
    const { status, headers, body, cutAt } = found(request);
    const safe = Object.entries(headers).filter(([, value]) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value));
    response.on('error', () => undefined);
    if (cutAt === null) {
      response.writeHead(status, { 'content-length': body.length, ...Object.fromEntries(safe) });
      response.end(body);
      return;
    }
    response.writeHead(status, { 'content-length': body.length, ...Object.fromEntries(safe) });
    response.write(body.subarray(0, cutAt), () => response.destroy());
  }
}

/** The same body, brought over in a way that no server should, or that only some do. */
export function oddlyBrought(tape: Tape, body: Buffer, self: string): SourceAnswer {
  const answer = whole(body);
  switch (tape.below(12)) {
    case 0:
      return { ...answer, cutAt: Math.floor((body.length * tape.below(1000)) / 1000) };
    case 1:
      return { ...answer, headers: { 'content-encoding': 'gzip' }, body: gzipSync(body) };
    case 2: {
      const packed = gzipSync(body);
      return {
        ...answer,
        headers: { 'content-encoding': 'gzip' },
        body: packed.subarray(0, tape.below(packed.length)),
      };
    }
    case 3:
      return {
        ...answer,
        headers: { 'content-encoding': tape.pick('gzip', 'br', 'deflate', 'gzip, gzip', 'x') },
      };
    case 4:
      return { ...answer, body: gzipSync(gzipSync(body)) };
    case 5:
      return { ...answer, status: tape.pick(206, 203, 204, 304, 400, 401, 403, 404, 410, 418, 451) };
    case 6:
      return {
        ...answer,
        status: tape.pick(429, 500, 502, 503, 504),
        headers: { 'retry-after': retryAfter(tape) },
      };
    case 7:
      return {
        ...answer,
        status: tape.pick(301, 302, 307, 308, 399),
        headers: { location: target(tape, self) },
      };
    case 8:
      return {
        ...answer,
        headers: { etag: tape.pick('', '"', 'W/', tape.oddText()), 'last-modified': tape.oddText() },
      };
    case 9:
      return {
        ...answer,
        headers: { 'content-type': tape.pick('text/html', 'application/json; charset=utf-16', ';') },
      };
    case 10:
      return { ...answer, body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]) };
    default:
      return {
        ...answer,
        body: tape.pick(Buffer.alloc(0), tape.bytes(60), Buffer.from(body.toString('utf8'), 'utf16le')),
      };
  }
}

const retryAfter = (tape: Tape): string =>
  tape.pick('0', '1', '-1', '99999999999', 'Thu, 01 Jan 1970 00:00:00 GMT', '1e3', tape.oddText());

const target = (tape: Tape, self: string): string =>
  tape.pick(
    self,
    `${self}/none`,
    '//',
    'file:///etc/hosts',
    'http://',
    'ftp://127.0.0.1/',
    'http://127.0.0.1:1/',
    '',
  );
