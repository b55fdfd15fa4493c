import { SourceFailure, type SourceTools } from '../contract.ts';
import { decodeText, fetchSource, looksLikeHtml } from '../formats/fetch.ts';
import type { AccessTokens } from './access-token.ts';
import { apiUrl } from './api-url.ts';
import { OasPage } from './movement.ts';

const mostBytes = 5_000_000;
const pageSize = 200;

export interface Api {
  readonly base: URL;
  readonly tokens: AccessTokens;
  readonly tools: SourceTools;
  /** For one answer. */
  readonly timeoutMilliseconds: number;
}

/**
 * The page of movements after a cursor. A token that is refused is dropped and one other tried: it may have expired.
 * @throws SourceFailure
 */
export async function fetchPage(api: Api, since: number, signal: AbortSignal): Promise<OasPage> {
  const { base, tokens, tools, timeoutMilliseconds } = api;
  const url = apiUrl(base, 'api/v1/movements');
  url.search = String(new URLSearchParams({ since: String(since), limit: String(pageSize) }));
  for (let tries = 0; ; tries++) {
    const token = await tokens.current(signal);
    const { status, body } = await fetchSource(url, {
      ...tools,
      signal,
      timeoutMilliseconds,
      headers: {
        Accept: 'application/json',
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      maxBytes: mostBytes,
      accept: (code) => code === 401 || code === 403,
    });
    if (status < 400) return parsedPage(body);
    if (token === null) {
      throw new SourceFailure(
        `The source wants client credentials (HTTP ${status}). Set OAS_CLIENT_ID and OAS_CLIENT_SECRET.`,
      );
    }
    tokens.drop(token);
    if (status === 403 || tries > 0) {
      throw new SourceFailure(
        `The source refused its own token (HTTP ${status}). Check OAS_CLIENT_ID and OAS_CLIENT_SECRET, and what they may read.`,
      );
    }
  }
}

/** All movements in one file of a page's form, from an organisation that sends a file. @throws SourceFailure */
export async function readPageFile(file: URL, tools: SourceTools, signal: AbortSignal): Promise<OasPage> {
  const { body } = await fetchSource(file, { ...tools, signal, maxBytes: mostBytes * 20 });
  return parsedPage(body);
}

function parsedPage(body: Uint8Array): OasPage {
  if (body.length === 0)
    throw new SourceFailure('The source answered with nothing at all in place of movements.');
  if (looksLikeHtml(body)) {
    throw new SourceFailure(
      'The source answered with a web page in place of movements, such as a maintenance page. Check OAS_SOURCE_URL.',
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(decodeText(body));
  } catch {
    throw new SourceFailure(
      'The source answered with JSON that breaks off or is none. It may have been cut short; it is tried again at the next pull.',
    );
  }
  const page = OasPage.safeParse(json);
  if (page.success) return page.data;
  const missing = page.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
  throw new SourceFailure(
    `The source answered with JSON that is no page of movements (${missing}). Check OAS_SOURCE_URL.`,
  );
}
