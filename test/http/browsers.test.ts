import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { World } from '../support/world.ts';
import { bearer, custodian, errorsOf, post, startOnSqlite } from './asked.ts';

const portal = 'https://portal.example';
const stranger = 'https://stranger.example';
const query = '{ states { iso3 } }';

describe('a page of another site', () => {
  let world: World;
  let authorization: Record<string, string>;
  beforeAll(async () => {
    world = await startOnSqlite({ ALLOWED_ORIGINS: `${portal}, https://second.example:8443` });
    authorization = await bearer(world, custodian);
  });
  afterAll(() => world.stop());

  const preflight = (origin: string) =>
    fetch(`${world.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  it('may ask where it is allowed by configuration', async () => {
    for (const origin of [portal, 'https://second.example:8443']) {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-allow-headers')).toMatch(/authorization.*content-type/);
      const answer = await post(world.url, { query }, { ...authorization, origin });
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('vary')).toMatch(/Origin/);
    }
  });

  it('may not ask otherwise; and none is ever let in with cookies', async () => {
    for (const origin of [stranger, 'null', `${portal}.stranger.example`, 'http://portal.example']) {
      const { headers } = await preflight(origin);
      expect(headers.get('access-control-allow-origin')).toBeNull();
      const answer = await post(world.url, { query }, { ...authorization, origin });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect((await preflight(portal)).headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('cannot send what needs no leave: forms, plain text, simple GET requests', async () => {
    const body = JSON.stringify({ query: '{ __typename }' });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ]) {
      const answer = await post(world.url, body, { ...authorization, 'content-type': type });
      expect([type, answer.status]).toEqual([
        type,
        expect.toSatisfy((status) => status === 400 || status === 415),
      ]);
    }
    const simple = await fetch(`${world.url}/graphql?query={__typename}`, { headers: { origin: stranger } });
    expect(simple.status).toBe(400);
  });

  it('gains nothing by GET: it asks questions only', async () => {
    const mutation = encodeURIComponent('mutation { pullDirectory(directory: "OSCE") { outcome } }');
    const headers = { ...authorization, 'apollo-require-preflight': 'yes' };
    const answer = await fetch(`${world.url}/graphql?query=${mutation}`, { headers });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    const asked = await fetch(`${world.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
    expect(asked.status).toBe(200);
  });

  it('gains nothing by cookies: a token counts in the Authorization header alone', async () => {
    const [, token = ''] = (authorization.authorization ?? '').split(' ');
    for (const cookie of [`token=${token}`, `authorization=Bearer ${token}`, `access_token=${token}`]) {
      const [error] = await errorsOf(await post(world.url, { query }, { cookie }));
      expect(error?.extensions.code).toBe('UNAUTHENTICATED');
    }
    const inUrl = `${world.url}/graphql?access_token=${token}&query=${encodeURIComponent(query)}`;
    const [error] = await errorsOf(await fetch(inUrl, { headers: { 'apollo-require-preflight': 'yes' } }));
    expect(error?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
