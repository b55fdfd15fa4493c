import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TooLarge } from './gzip.ts';

/** One request as it goes out. */
export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of the body as transferred. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** As transferred: still compressed. */
  readonly body: Uint8Array;
}

/**
 * One request and its whole answer, without following or decoding anything. Node's own client rather than `fetch`, which
 * unpacks without a limit and takes a gzip stream that breaks off for whole. Each request has its own connection, so that
 * nothing of one answer can be taken for the next.
 *
 * Rejects where the connection fails, or ends before the body that was announced; and with TooLarge.
 */
export function exchange(url: URL, outgoing: Outgoing): Promise<Answer> {
  const { method, headers, body, maxBytes, signal } = outgoing;
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, agent: false, signal });
    request.once('response', (response) => {
      readWithin(response, maxBytes).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body: bytes }),
        (cause: unknown) => {
          request.destroy();
          reject(cause);
        },
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function readWithin(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw new TooLarge('announced');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > maxBytes) throw new TooLarge('transferred');
    chunks.push(bytes);
  }
  if (!response.complete) throw new Error('The connection ended before the whole body had come.');
  return Buffer.concat(chunks);
}

function headersOf(response: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}
