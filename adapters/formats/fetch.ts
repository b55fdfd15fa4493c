import type { Clock } from '../../platform/clock/clock.ts';
import { SourceFailure } from '../contract.ts';
import type { Answer } from './exchange.ts';
import { DamagedGzip, gunzipWithin, isGzip, TooLarge } from './gzip.ts';
import { exchangeFollowing } from './redirects.ts';
import { retryTime } from './retry-after.ts';
import { readSourceFile } from './source-file.ts';

export { decodeText, looksLikeHtml } from './text.ts';

export interface FetchOptions {
  readonly clock: Clock;
  readonly userAgent: string;
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Before and after decompression; more is refused. */
  readonly maxBytes: number;
  /** For one attempt, headers and body. Default 20 seconds. */
  readonly timeoutMilliseconds?: number;
  /** Default 3. */
  readonly attempts?: number;
  /** Statuses given back besides 2xx and, where it was asked for, 304. They are not retried. */
  readonly accept?: (status: number) => boolean;
}

export interface Fetched {
  readonly status: number;
  readonly headers: Headers;
  /** Decompressed. */
  readonly body: Uint8Array;
}

const passingStatuses = [429, 500, 502, 503, 504];
const firstBackoff = 500;
const longestInlineWait = 15_000;

/** Why one attempt failed, where another may not. */
interface Setback {
  readonly reason: string;
  readonly retryAt?: Date | undefined;
  readonly cause?: unknown;
}

/**
 * Reads a source at an `http:`, `https:` or `file:` URL. Passing faults (the network, a dropped or cut body, a timeout, 429,
 * 500, 502, 503, 504) are tried again a few times, with growing waits and as `Retry-After` asks.
 * @throws SourceFailure, whose message a custodian understands
 */
export async function fetchSource(url: URL, options: FetchOptions): Promise<Fetched> {
  const { clock, signal, attempts = 3 } = options;
  for (let attempt = 1; ; attempt += 1) {
    const result = await tryOnce(url, options);
    if ('status' in result) return result;
    const { reason, retryAt, cause } = result;
    const wait = retryAt ? retryAt.getTime() - clock.now().getTime() : backoff(attempt);
    if (attempt >= attempts || wait > longestInlineWait) {
      throw new SourceFailure(reason, retryAt ? { cause, retryAt } : { cause });
    }
    try {
      await clock.sleep(wait, signal);
    } catch (stop) {
      throw stopped(stop);
    }
  }
}

/** 0.25–0.5 s, 0.5–1 s, 1–2 s …: spread, so that many readers do not come back together. */
function backoff(attempt: number): number {
  return firstBackoff * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
}

async function tryOnce(url: URL, options: FetchOptions): Promise<Fetched | Setback> {
  const { signal, clock, maxBytes, timeoutMilliseconds = 20_000 } = options;
  if (signal.aborted) throw stopped(signal.reason);
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  try {
    const answer = await ask(url, options, AbortSignal.any([signal, timeout]));
    if (passingStatuses.includes(answer.status) && !options.accept?.(answer.status)) {
      const retryAt = retryTime(answer.headers.get('retry-after'), clock.now());
      return { reason: passingReason(url, answer.status), retryAt };
    }
    if (!wanted(answer, options)) throw new SourceFailure(refusal(url, answer.status));
    return { ...answer, body: await unpacked(answer, url, maxBytes) };
  } catch (cause) {
    if (signal.aborted) throw stopped(signal.reason);
    if (cause instanceof SourceFailure) throw cause;
    if (cause instanceof TooLarge) {
      throw new SourceFailure(
        `${subject(url)} gave more than the ${Math.floor(maxBytes / 1_000_000)} MB that are read.`,
        { cause },
      );
    }
    if (timeout.aborted) {
      return {
        reason: `${subject(url)} did not answer in full within ${timeoutMilliseconds / 1000} seconds.`,
        cause,
      };
    }
    return { reason: `${subject(url)} ${trouble(cause)}`, cause };
  }
}

function ask(url: URL, options: FetchOptions, signal: AbortSignal): Promise<Answer> {
  const { method = 'GET', body, maxBytes, userAgent } = options;
  const headers = { 'User-Agent': userAgent, 'Accept-Encoding': 'gzip', ...options.headers };
  const outgoing = { method, headers, maxBytes, signal, ...(body === undefined ? {} : { body }) };
  if (url.protocol === 'file:') return readSourceFile(url, outgoing);
  if (url.protocol === 'http:' || url.protocol === 'https:') return exchangeFollowing(url, outgoing);
  throw new SourceFailure(`A source is read at an http:, https: or file: address, not at ${url.protocol}`);
}

async function unpacked(answer: Answer, url: URL, maxBytes: number): Promise<Uint8Array> {
  const encoding = answer.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  let body = answer.body;
  if (encoding === 'gzip' || encoding === 'x-gzip') {
    if (body.length > 0) body = await gunzipWithin(body, maxBytes);
  } else if (encoding !== 'identity' && encoding !== '') {
    throw new SourceFailure(`${subject(url)} compressed its answer in a way that was not asked for.`);
  }
  // A stored .gz file, served as it is.
  return isGzip(body) ? gunzipWithin(body, maxBytes) : body;
}

function wanted({ status }: Answer, { accept, headers = {} }: FetchOptions): boolean {
  if (accept?.(status)) return true;
  const conditional = Object.keys(headers).some((name) => /^if-(none-match|modified-since)$/i.test(name));
  if (status === 304) return conditional;
  // 206 is a part that nobody asked for.
  return status >= 200 && status < 300 && status !== 206;
}

function subject(url: URL): string {
  return url.protocol === 'file:' ? 'The source file' : `The source at ${url.host}`;
}

function stopped(cause: unknown): SourceFailure {
  return new SourceFailure('The reading was stopped before the source had answered.', { cause });
}

function passingReason(url: URL, status: number): string {
  if (status === 429) return `${subject(url)} is asked too often (HTTP 429).`;
  return `${subject(url)} is out of order (HTTP ${status}).`;
}

function refusal(url: URL, status: number): string {
  const what = `${subject(url)} `;
  if (status === 401) return `${what}refused the credentials (HTTP 401). Check the token or client secret.`;
  if (status === 403) return `${what}does not allow this reading (HTTP 403). Ask it for access.`;
  if (status === 404 || status === 410)
    return `${what}has nothing at this address (HTTP ${status}). Check the URL.`;
  if (status === 304)
    return `${what}says “not modified” (HTTP 304) though nothing was known to compare with.`;
  if (status === 206) return `${what}gave only a part of its answer (HTTP 206).`;
  return `${what}answered with HTTP ${status}, which is no data.`;
}

function trouble(cause: unknown): string {
  if (cause instanceof DamagedGzip) return 'gave a compressed answer that is cut off or damaged.';
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return 'does not accept connections.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'cannot be found on the network. Check the host name.';
  if (/CERT|TLS|SSL|VERIFY/.test(code)) return `could not prove who it is (${code}).`;
  if (code.startsWith('HPE_')) return 'did not answer in proper HTTP.';
  if (code.startsWith('ERR_INVALID'))
    return 'cannot be asked: a token or header holds characters that HTTP does not allow.';
  if (cause instanceof Error && code === '') return `failed: ${cause.message}`;
  return `dropped the connection before its answer was whole (${code}).`;
}
