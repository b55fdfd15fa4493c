import { z } from 'zod';
import { SourceFailure, type SourceTools } from '../contract.ts';
import { decodeText, type Fetched, fetchSource } from '../formats/fetch.ts';
import { apiUrl } from './api-url.ts';
import type { OasSettings } from './settings.ts';

const Grant = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().optional(),
});

/** Where the API does not say how long a token lives. */
const usualLifetimeSeconds = 300;
const mostBytes = 100_000;

export interface AccessTokens {
  /** A token that is still good; null where no credentials are set. @throws SourceFailure */
  current(signal: AbortSignal): Promise<string | null>;
  /** Forgets a token that the API refused. */
  drop(token: string): void;
}

/** Tokens by client credentials (RFC 6749, 4.4), each used until shortly before it expires. */
export function accessTokens(base: URL, settings: OasSettings, tools: SourceTools): AccessTokens {
  let held: { readonly token: string; readonly until: number } | undefined;
  let underWay: Promise<string> | undefined;

  function ask(credentials: string, signal: AbortSignal): Promise<Fetched> {
    return fetchSource(apiUrl(base, 'oauth/token'), {
      ...tools,
      signal,
      method: 'POST',
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/x-www-form-urlencoded',
        Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      },
      body: 'grant_type=client_credentials',
      maxBytes: mostBytes,
      accept: (code) => [400, 401, 403].includes(code),
    });
  }

  async function obtain(clientId: string, clientSecret: string, signal: AbortSignal): Promise<string> {
    // RFC 6749 (2.3.1) wants both form-encoded before they are joined; many servers know plain Basic (RFC 7617) alone.
    const encoded = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
    const plain = `${clientId}:${clientSecret}`;
    let answer = await ask(encoded, signal);
    if (answer.status >= 400 && plain !== encoded) answer = await ask(plain, signal);
    const { status, body } = answer;
    if (status >= 400) {
      throw new SourceFailure(
        `The source refused the client credentials (HTTP ${status}). Check OAS_CLIENT_ID and OAS_CLIENT_SECRET.`,
      );
    }
    const grant = Grant.safeParse(parsedJson(body));
    if (!grant.success)
      throw new SourceFailure(
        'The source answered something else than an access token. Check OAS_SOURCE_URL.',
      );
    const lifetime = (grant.data.expires_in ?? usualLifetimeSeconds) * 1000;
    const margin = Math.min(30_000, lifetime / 10);
    held = { token: grant.data.access_token, until: tools.clock.now().getTime() + lifetime - margin };
    return grant.data.access_token;
  }

  return {
    async current(signal) {
      if (!settings) return null;
      if (held && tools.clock.now().getTime() < held.until) return held.token;
      underWay ??= obtain(settings.clientId, settings.clientSecret, signal).finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    drop(token) {
      if (held?.token === token) held = undefined;
    },
  };
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

function parsedJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(body));
  } catch {
    return undefined;
  }
}
