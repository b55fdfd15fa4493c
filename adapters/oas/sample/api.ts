import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { SampleRequest, SampleResponse } from '../../contract.ts';
import type { Movement } from './movement.ts';

/** What the sample's token endpoint accepts: no secret, since what it guards is invented. */
export const oasSampleCredentials = {
  OAS_CLIENT_ID: 'sample-oas-client',
  OAS_CLIENT_SECRET: 'sample-oas-secret',
};

/** Seconds that an access token of the sample lasts. */
export const tokenSeconds = 300;

/** The two operations of the API. */
export function openApi(clock: Clock, movements: () => readonly Movement[]) {
  const tokens = new Map<string, number>();

  const token = (request: SampleRequest): SampleResponse => {
    const { OAS_CLIENT_ID, OAS_CLIENT_SECRET } = oasSampleCredentials;
    const expected = `Basic ${Buffer.from(`${OAS_CLIENT_ID}:${OAS_CLIENT_SECRET}`).toString('base64')}`;
    if (request.headers.authorization !== expected)
      return json(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="OAS sample"' });
    if (new URLSearchParams(request.body).get('grant_type') !== 'client_credentials')
      return json(400, { error: 'unsupported_grant_type' });
    const now = clock.now().getTime();
    for (const [old, expiry] of tokens) if (expiry <= now) tokens.delete(old);
    const given = randomBytes(24).toString('base64url');
    tokens.set(given, now + tokenSeconds * 1000);
    return json(200, { access_token: given, token_type: 'Bearer', expires_in: tokenSeconds });
  };

  const page = (request: SampleRequest): SampleResponse => {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if ((tokens.get(bearer) ?? 0) <= clock.now().getTime())
      return json(401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
    const since = Number(request.query.get('since') ?? 0);
    const limit = Number(request.query.get('limit') ?? 100);
    if (!Number.isSafeInteger(since) || since < 0) return json(400, { error: 'since is a movement id' });
    if (!Number.isInteger(limit) || limit < 1 || limit > 200)
      return json(400, { error: 'limit is a number from 1 to 200' });
    const later = movements().filter(({ id }) => id > since);
    const data = later.slice(0, limit);
    return json(200, { data, next: data.at(-1)?.id ?? since, has_more: later.length > data.length });
  };

  return (request: SampleRequest): SampleResponse => {
    switch (`${request.method} ${request.path}`) {
      case 'POST oauth/token':
        return token(request);
      case 'GET api/v1/movements':
        return page(request);
      default:
        return json(404, { error: 'no such operation' });
    }
  };
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): SampleResponse {
  const all = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers };
  return { status, headers: all, body: JSON.stringify(body) };
}
