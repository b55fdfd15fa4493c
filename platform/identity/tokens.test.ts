import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../clock/clock.ts';
import type { Caller } from './caller.ts';
import { type SigningKey, signingKey } from './signing-key.ts';
import { signToken, tokenVerifier } from './tokens.ts';

const noon = new Date('2026-11-22T12:00:00Z');
const clockAt = (date: Date): Clock => ({ now: () => date, sleep: async () => undefined });
const estonia: Caller = { role: 'state', subject: 'authority of EST', state: 'EST' };

describe('bearer tokens', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-key-'));
  let key: SigningKey;
  beforeAll(async () => {
    key = await signingKey(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const callerOf = (token: string, at = noon) => tokenVerifier(key, clockAt(at)).caller(`Bearer ${token}`);
  const claims = (content: Record<string, unknown> = { role: 'state', state: 'EST' }) =>
    new SignJWT(content)
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer('crosspoint')
      .setAudience('crosspoint')
      .setSubject('somebody')
      .setExpirationTime(new Date('2026-11-22T13:00:00Z'));

  it.each<Caller>([
    estonia,
    { role: 'custodian', subject: 'c' },
    { role: 'contact', subject: 'p', state: 'FIN' },
    { role: 'organisation', subject: 'o', directory: 'OSCE' },
    { role: 'observer', subject: 'institute', sponsor: 'EST' },
    { role: 'service', subject: 'directory' },
  ])('say who asks: $role', async (caller) => {
    expect(await callerOf(await signToken(key, caller, clockAt(noon), 60))).toEqual(caller);
  });

  it('are nobody where there is none', async () => {
    expect(await tokenVerifier(key, clockAt(noon)).caller(undefined)).toBeNull();
  });

  it('end when they expire, also where they were seen before', async () => {
    const token = await signToken(key, estonia, clockAt(noon), 60);
    let now = noon;
    const verifier = tokenVerifier(key, { now: () => now, sleep: async () => undefined });
    expect(await verifier.caller(`Bearer ${token}`)).toEqual(estonia);
    now = new Date(noon.getTime() + 60_000);
    await expect(verifier.caller(`Bearer ${token}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each([
    ['signed by another key', async () => claims().sign((await generateKeyPair('EdDSA')).privateKey)],
    [
      'unsigned (alg: none)',
      async () => new UnsecuredJWT({ role: 'custodian', sub: 'x' }).setExpirationTime('1h').encode(),
    ],
    [
      'signed with the public key as a shared secret',
      async () =>
        new SignJWT({ role: 'custodian' })
          .setProtectedHeader({ alg: 'HS256' })
          .setSubject('x')
          .setExpirationTime('1h')
          .sign(Buffer.from(key.publicJwk.x ?? '', 'base64url')),
    ],
    ['for another audience', async () => claims().setAudience('elsewhere').sign(key.privateKey)],
    ['by another issuer', async () => claims().setIssuer('elsewhere').sign(key.privateKey)],
    ['of a role there is not', async () => claims({ role: 'king' }).sign(key.privateKey)],
    ['without a state where the role needs one', async () => claims({ role: 'state' }).sign(key.privateKey)],
    [
      'that never expire',
      async () =>
        new SignJWT({ role: 'custodian' })
          .setProtectedHeader({ alg: 'EdDSA' })
          .setIssuer('crosspoint')
          .setAudience('crosspoint')
          .setSubject('x')
          .sign(key.privateKey),
    ],
    ['that are no token', async () => 'abc'],
  ])('are refused when %s', async (_what, token) => {
    await expect(callerOf(await token())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are refused in another form than Bearer', async () => {
    const verifier = tokenVerifier(key, clockAt(noon));
    await expect(verifier.caller('Basic abc')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('the signing key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-key-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the same for all who ask at once, and for their owner alone to read', async () => {
    const keys = await Promise.all([1, 2, 3, 4].map(() => signingKey(folder)));
    expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(1);
    expect(statSync(join(folder, 'signing-key.json')).mode & 0o077).toBe(0);
  });

  it('that is damaged is named with a way out', async () => {
    writeFileSync(join(folder, 'signing-key.json'), '{}');
    await expect(signingKey(folder)).rejects.toThrow(/signing-key.json.*Delete it/);
  });
});
