import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { checkedAddress, checkedUrl, RefusedDestination, type WebhookNetwork } from './network.ts';

export interface WebhookCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMilliseconds: number;
}

/** What came of one call. The sentence is for whoever runs the endpoint. */
export type WebhookAnswer =
  | { readonly kind: 'accepted'; readonly status: number }
  | { readonly kind: 'gone'; readonly status: 410; readonly problem: string }
  | { readonly kind: 'failed'; readonly status: number | null; readonly problem: string };

/** Calls once. Redirects are not followed; of the answer only its status counts. Never throws but where `signal` aborts. */
export async function postWebhook(
  call: WebhookCall,
  network: WebhookNetwork,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  const patience = AbortSignal.timeout(call.timeoutMilliseconds);
  const either = AbortSignal.any([patience, signal]);
  try {
    const url = checkedUrl(call.url, network);
    const address = await within(either, checkedAddress(url, network));
    return answerOf(await send(url, address, call, either));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RefusedDestination) return failed(error.message);
    if (patience.aborted) return failed(`No answer within ${call.timeoutMilliseconds / 1000} seconds.`);
    return failed('The connection could not be made, its certificate could not be trusted, or it broke off.');
  }
}

const failed = (problem: string): WebhookAnswer => ({ kind: 'failed', status: null, problem });

function answerOf(status: number): WebhookAnswer {
  if (status >= 200 && status < 300) return { kind: 'accepted', status };
  if (status === 410)
    return { kind: 'gone', status, problem: 'Answered 410: the endpoint is gone for good, by its own word.' };
  if (status >= 300 && status < 400)
    return {
      kind: 'failed',
      status,
      problem: `Answered ${status}: redirects are not followed. Register the final URL.`,
    };
  return { kind: 'failed', status, problem: `Answered ${status} where 200 to 299 says that it was taken.` };
}

const mostAnswerBytes = 16_384;

/** The connection goes to `address`, whatever the name resolves to by now; the certificate must be the name's. */
function send(url: URL, address: string, call: WebhookCall, signal: AbortSignal): Promise<number> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const body = Buffer.from(call.body, 'utf8');
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: pinnedTo(address),
        signal,
        headers: { ...call.headers, 'content-length': body.length, connection: 'close' },
        maxHeaderSize: 16_384,
      },
      (answer) => {
        outgoing.off('close', brokenOff);
        // Its status is all that counts; a short body is let through so that the endpoint sees an orderly end.
        let read = 0;
        const end = () => {
          answer.destroy();
          resolve(answer.statusCode ?? 0);
        };
        outgoing.off('error', reject).on('error', end);
        answer.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > mostAnswerBytes) end();
        });
        for (const over of ['end', 'error', 'close']) answer.on(over, end);
      },
    );
    // Not every end of a connection is an error: one that is asked to become another protocol's ends without a word.
    const brokenOff = () => reject(new Error('broken off'));
    outgoing.on('error', reject).once('close', brokenOff);
    outgoing.once('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.end(body);
  });
}

function pinnedTo(address: string): LookupFunction {
  const family = isIPv6(address) ? 6 : 4;
  return (_name, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
