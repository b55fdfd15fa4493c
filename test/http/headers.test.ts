import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { World } from '../support/world.ts';
import { bearer, custodian, post, production, startOnSqlite } from './asked.ts';

const everywhere = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

describe('every answer', () => {
  let world: World;
  let authorization: Record<string, string>;
  beforeAll(async () => {
    world = await startOnSqlite({ ...production, METRICS_TOKEN: 'a token for the figures' });
    authorization = await bearer(world, custodian);
  });
  afterAll(() => world.stop());

  const answers = () =>
    [
      ['the first page', fetch(`${world.url}/`)],
      ['a style sheet', fetch(`${world.url}/welcome.css`)],
      ['data', post(world.url, { query: '{ states { iso3 } }' }, authorization)],
      ['a refusal', post(world.url, { query: '{ states { iso3 } }' })],
      ['no JSON', post(world.url, '{', authorization)],
      ['nothing', fetch(`${world.url}/nothing/of/the/kind`)],
      ['what cannot be read', fetch(`${world.url}/%zz`)],
      ['health', fetch(`${world.url}/healthz`)],
      ['keys', fetch(`${world.url}/oidc/jwks`)],
    ] as const;

  it('carries what keeps browsers from doing more than it is for, and says not to keep it', async () => {
    for (const [what, asked] of answers()) {
      const { headers } = await asked;
      const found = Object.fromEntries(Object.keys(everywhere).map((name) => [name, headers.get(name)]));
      expect([what, found]).toEqual([what, everywhere]);
      expect([what, headers.get('content-security-policy')]).toEqual([
        what,
        expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      ]);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe/);
      expect([what, headers.get('permissions-policy')]).toEqual([what, expect.stringMatching(/camera=\(\)/)]);
      expect([what, headers.get('cache-control')]).toEqual([what, expect.stringMatching(/no-store/)]);
    }
  });

  it('says nothing of what the server is made of', async () => {
    for (const [what, asked] of answers()) {
      const response = await asked;
      for (const name of ['server', 'x-powered-by', 'via'])
        expect([what, response.headers.get(name)]).toEqual([what, null]);
      expect(await response.text()).not.toMatch(/fastify|apollo|FST_|typeorm|node_modules|\bat \//i);
    }
  });

  it('to what there is not is plain, and repeats nothing of it', async () => {
    for (const path of [
      '/mari.mets@ria.example',
      '/%zz-mari',
      '/graphql/mari',
      '/graphiql',
      '/samples/',
      '/metrics',
    ]) {
      const response = await fetch(`${world.url}${path}?q=mari`);
      expect([path, response.status]).toEqual([path, 404]);
      const text = await response.text();
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(text).toMatch(/^[A-Z][\w ]+\.\n$/);
    }
  });

  it('of the figures is for who has their token, in production', async () => {
    const figures = (token: string) =>
      fetch(`${world.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect((await figures('a token for the figures')).status).toBe(200);
    expect((await figures('another token for them')).status).toBe(404);
    expect((await fetch(`${world.url}/metrics`, { headers: authorization })).status).toBe(404);
    const text = await (await figures('a token for the figures')).text();
    expect(text).toMatch(/http_request_duration_seconds/);
    expect(text).not.toMatch(/mari/);
  });

  it('is one to a request that can be read in one way only', async () => {
    const asked = (headers: Record<string, string | string[]>, path = '/healthz') =>
      new Promise<number | undefined>((resolve, reject) => {
        const { hostname, port } = new URL(world.url);
        request({ hostname, port, path, headers, method: 'GET' }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    const firstLineOf = (sent: string) =>
      new Promise<string>((resolve, reject) => {
        const { hostname, port } = new URL(world.url);
        const socket = connect(Number(port), hostname, () => socket.write(sent));
        socket.once('data', (data) => {
          socket.destroy();
          resolve(String(data).split('\r\n')[0] ?? '');
        });
        socket.once('error', reject);
      });
    expect(await asked({ host: 'a b' }, '/graphql?query={__typename}')).toBeLessThan(500);
    expect(await asked({ host: '[', ...authorization }, '/graphql?query={__typename}')).toBeLessThan(500);
    for (const host of ['127.0.0.999', 'a:99999', '0x.1.2.3.4.5'])
      expect(await asked({ host, ...authorization }, '/graphql?query={__typename}'), host).toBeLessThan(500);
    expect(await firstLineOf('GET /graphql?query={__typename} HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 4/);
    expect(await firstLineOf('GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200/);
    expect(await asked({ 'x-big': 'x'.repeat(20_000) })).toBe(431);
  });
});
