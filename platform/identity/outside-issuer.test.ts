import type { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from '../../test/support/clock.ts';
import { EndedSessions } from './ended-sessions.ts';
import { OutsideIssuer, type OutsideIssuerSettings } from './outside-issuer.ts';
import { signingKey } from './signing-key.ts';
import { signToken, tokenVerifier } from './tokens.ts';

type Pair = { readonly kid: string; readonly key: webcrypto.CryptoKey; readonly jwk: object };

async function pair(kid: string, alg = 'ES256'): Promise<Pair> {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  return { kid, key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

describe('an outside issuer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-outside-'));
  let server: Server;
  let url: string;
  let clock: TestClock;
  let published: object[];
  let first: Pair;
  let asked: string[];
  let works: boolean;
  let active: boolean;
  let discovery: Record<string, unknown>;

  beforeAll(async () => {
    first = await pair('one');
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (!works) {
        response.destroy();
        return;
      }
      response.setHeader('content-type', 'application/json');
      const documents: Record<string, unknown> = {
        '/.well-known/openid-configuration': discovery,
        '/keys': { keys: published },
        '/introspect': { active },
      };
      response.end(JSON.stringify(documents[request.url ?? ''] ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    clock = new TestClock();
    published = [first.jwk];
    asked = [];
    works = true;
    active = true;
    discovery = { issuer: url, jwks_uri: `${url}/keys`, introspection_endpoint: `${url}/introspect` };
  });

  const settings = (): OutsideIssuerSettings => ({
    issuer: url,
    audience: 'directory',
    roleClaim: 'groups',
    stateClaim: 'country',
    directoryClaim: 'region',
    sponsorClaim: 'sponsor',
    client: null,
  });
  const verifier = async (change: Partial<OutsideIssuerSettings> = {}) => {
    const issuer = new OutsideIssuer({ ...settings(), ...change }, clock, () => undefined);
    return tokenVerifier(await signingKey(folder), clock, { issuer, ended: new EndedSessions(clock) });
  };
  const seconds = () => Math.floor(clock.now().getTime() / 1000);
  const claims = (): JWTPayload => ({
    iss: url,
    aud: 'directory',
    sub: 'somebody',
    iat: seconds(),
    exp: seconds() + 600,
    groups: 'state',
    country: 'EST',
  });
  const sign = (change: JWTPayload = {}, by: Pair = first, alg = 'ES256') =>
    new SignJWT({ ...claims(), ...change }).setProtectedHeader({ alg, kid: by.kid }).sign(by.key);
  const bearer = (token: string) => `Bearer ${token}`;
  const refused = { code: 'UNAUTHENTICATED' };

  it('says who asks, by the claims it is configured for', async () => {
    const tokens = await verifier();
    expect(await tokens.caller(bearer(await sign()))).toEqual({
      role: 'state',
      subject: 'somebody',
      state: 'EST',
    });
    const organisation = await sign({ groups: 'organisation', region: 'OSCE', country: undefined });
    expect(await tokens.caller(bearer(organisation))).toMatchObject({
      role: 'organisation',
      directory: 'OSCE',
    });
  });

  it('leaves the product’s own tokens as they are', async () => {
    const tokens = await verifier();
    const own = await signToken(
      await signingKey(folder),
      { role: 'service', subject: 'directory' },
      clock,
      60,
    );
    expect(await tokens.caller(bearer(own))).toEqual({ role: 'service', subject: 'directory' });
    expect(asked).toEqual([]);
  });

  it.each<[string, () => Promise<string>]>([
    ['for another audience', () => sign({ aud: 'elsewhere' })],
    ['by another issuer', () => sign({ iss: 'https://other.example' })],
    ['that has expired', () => sign({ exp: seconds() - 61 })],
    ['that is not to be used yet', () => sign({ nbf: seconds() + 120 })],
    ['that never expires', () => sign({ exp: undefined })],
    ['of nobody', () => sign({ sub: undefined })],
    ['without a role', () => sign({ groups: undefined })],
    ['of a part of the product', () => sign({ groups: 'service' })],
    ['of a role there is not', () => sign({ groups: 'king' })],
    ['without the state its role needs', () => sign({ country: undefined })],
    ['signed by another key of the same name', async () => sign({}, await pair('one'))],
    ['unsigned', async () => new UnsecuredJWT(claims()).encode()],
    [
      'signed with the public key as a shared secret',
      async () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256', kid: 'one' })
          .sign(Buffer.from(JSON.stringify(first.jwk))),
    ],
    [
      'altered',
      async () => (await sign()).replace(/\.(.)/, (_all, letter) => (letter === 'e' ? '.f' : '.e')),
    ],
  ])('has a token refused %s', async (_what, token) => {
    await expect((await verifier()).caller(bearer(await token()))).rejects.toMatchObject(refused);
  });

  it('has a clock that may be a minute off, and no more', async () => {
    const tokens = await verifier();
    expect(await tokens.caller(bearer(await sign({ exp: seconds() - 50 })))).toMatchObject({ role: 'state' });
    expect(await tokens.caller(bearer(await sign({ nbf: seconds() + 50 })))).toMatchObject({ role: 'state' });
  });

  it('changes its keys: a new one is fetched when it is first met, an old one is refused once it is gone', async () => {
    const tokens = await verifier();
    await tokens.caller(bearer(await sign()));
    const second = await pair('two');
    published = [second.jwk];
    clock.advance(31_000);
    expect(await tokens.caller(bearer(await sign({}, second)))).toMatchObject({ role: 'state' });
    await expect(tokens.caller(bearer(await sign({ jti: 'another' })))).rejects.toMatchObject(refused);
  });

  it('is not asked again for each token with an invented key name', async () => {
    const tokens = await verifier();
    await tokens.caller(bearer(await sign()));
    const before = asked.length;
    for (let turn = 0; turn < 20; turn++)
      await expect(
        tokens.caller(bearer(await sign({}, { ...first, kid: `invented-${turn}` }))),
      ).rejects.toMatchObject(refused);
    expect(asked.length).toBe(before);
  });

  it('that is down for a while keeps nobody out whose key is known; whoever is not can try again', async () => {
    const tokens = await verifier();
    await tokens.caller(bearer(await sign()));
    works = false;
    clock.advance(20 * 60_000);
    expect(await tokens.caller(bearer(await sign()))).toMatchObject({ role: 'state' });
    clock.advance(50 * 60_000);
    await expect(tokens.caller(bearer(await sign()))).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
    });
    works = true;
    clock.advance(31_000);
    expect(await tokens.caller(bearer(await sign()))).toMatchObject({ role: 'state' });
  });

  it('that names itself otherwise is not believed', async () => {
    discovery = { ...discovery, issuer: 'https://other.example' };
    await expect((await verifier()).caller(bearer(await sign()))).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
    });
  });

  it('that can be asked has revoked tokens refused, within half a minute', async () => {
    const tokens = await verifier({ client: { id: 'crosspoint', secret: 's' } });
    const token = await sign();
    expect(await tokens.caller(bearer(token))).toMatchObject({ role: 'state' });
    active = false;
    clock.advance(31_000);
    await expect(tokens.caller(bearer(token))).rejects.toMatchObject(refused);
  });
});
