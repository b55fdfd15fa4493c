import type { SampleRequest, SampleResponse } from '../../adapters/contract.ts';
import type { Clock } from '../../platform/clock/clock.ts';

export const nomination = (id: number, more: Record<string, unknown> = {}) => ({
  id,
  point_id: `OAS-CHL-${id}`,
  action: 'NOMINATION',
  country: 'Chile',
  category: 'CYBER_POLICY',
  ...more,
});

export const json = (status: number, value: unknown): SampleResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

/** What the API lets in: form-encoded before they are joined (RFC 6749, 2.3.1) they are `the+id:s%3Acret`. */
export const credentials = { clientId: 'the id', clientSecret: 's:cret' };

/** The API as the formats page describes it: tokens that expire, pages up to a limit. */
export class OasApi {
  movements: unknown[] = [1, 2, 3, 4, 5].map((id) => nomination(id));
  /** How many were granted. */
  tokens = 0;
  /** How many requests for a page were refused for their token. */
  refusals = 0;
  /** The queries of the pages that were given. */
  readonly pages: string[] = [];
  /** A token's life in seconds, and those the API itself ends before that. */
  lifetime = 300;
  readonly revoked = new Set<string>();
  revokeAll = false;
  /** Whether the server takes credentials as they are, not form-encoded as RFC 6749 has it. */
  knowsPlainBasicAlone = false;
  largestPage = 200;
  /** Given in place of a page, by the `since` that was asked for; `any` for every one. */
  readonly instead = new Map<string, SampleResponse>();
  readonly #issued = new Map<string, number>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  handle({ path, query, headers, body }: SampleRequest): SampleResponse {
    if (path === 'oauth/token') return this.#grant(headers.authorization, body);
    if (path !== 'api/v1/movements') return json(404, {});
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    const until = this.#issued.get(token) ?? 0;
    if (this.revokeAll || this.revoked.has(token) || until <= this.#clock.now().getTime()) {
      this.refusals++;
      return json(401, { error: 'invalid_token' });
    }
    return this.instead.get(query.get('since') ?? '') ?? this.instead.get('any') ?? this.#page(query);
  }

  #page(query: URLSearchParams): SampleResponse {
    this.pages.push(String(query));
    const since = Number(query.get('since'));
    const limit = Math.min(Number(query.get('limit')), this.largestPage);
    const rest = this.movements.filter((item) => idOf(item) > since);
    const data = rest.slice(0, limit);
    return json(200, {
      data,
      next: data.length ? idOf(data.at(-1)) : since,
      has_more: rest.length > data.length,
    });
  }

  #grant(authorization: string | undefined, body: string): SampleResponse {
    const expected = this.knowsPlainBasicAlone ? 'the id:s:cret' : 'the+id:s%3Acret';
    if (
      authorization !== `Basic ${Buffer.from(expected).toString('base64')}` ||
      body !== 'grant_type=client_credentials'
    )
      return json(401, { error: 'invalid_client' });
    const token = `token-${++this.tokens}`;
    this.#issued.set(token, this.#clock.now().getTime() + this.lifetime * 1000);
    return json(200, { access_token: token, token_type: 'Bearer', expires_in: this.lifetime });
  }
}

const idOf = (item: unknown) =>
  typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'number' ? item.id : 0;
