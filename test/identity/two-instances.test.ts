import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHost, type Host } from '../../gateway/start/host.ts';
import { openSignIn } from '../../gateway/start/identity.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { readConfig } from '../../platform/config/config.ts';
import { rotateSigningKey } from '../../platform/identity/signing-key.ts';
import { createLog } from '../../platform/log/log.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { testKey } from '../support/encryption-keys.ts';
import { freePort } from '../support/free-port.ts';
import { Portal, password } from './portal.ts';
import { Visitor } from './visitor.ts';

describe('two instances on one PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-instances-'));
  let storage: TestStorage;
  const hosts: Host[] = [];
  let first: string;
  let second: string;

  beforeAll(async () => {
    const postgres = databases.find(({ name }) => name === 'PostgreSQL');
    if (!postgres) throw new Error('There is no PostgreSQL.');
    storage = await postgres.make();
    const ports = [await freePort(), await freePort()];
    // What a balancer in front makes of them: one address, whichever answers.
    const publicUrl = `http://127.0.0.1:${ports[0]}`;
    for (const port of ports) {
      const { location } = storage;
      const config = readConfig({
        DATA_DIR: folder,
        DATABASE_URL: location.kind === 'postgres' ? location.url : '',
        ENCRYPTION_KEYS: testKey,
        PORT: String(port),
        PUBLIC_URL: publicUrl,
        TRUSTED_PROXY: '127.0.0.1',
      });
      const host = await createHost(config, port, systemClock, createLog('silent'));
      hosts.push(host);
      const identity = await openSignIn(host);
      await host.server.register(identity.routes);
      await host.listen();
      await identity.start();
    }
    first = hosts[0]?.baseUrl ?? '';
    second = hosts[1]?.baseUrl ?? '';
  });
  afterAll(async () => {
    for (const host of hosts) await host.stop();
    await storage.drop();
    rmSync(folder, { recursive: true });
  });

  const caller = (host: Host | undefined, token: string) =>
    host?.tokens.caller(`Bearer ${token}`).catch((error: { code: string }) => error.code);

  it('share sessions: who signs in at one is signed in at the other, and out at both', async () => {
    const portal = await Portal.at(first);
    const visitor = new Visitor(first);
    const { tokens } = await portal.signIn(visitor, 'authority@est.example');
    await visitor.open(`${second}/oidc/account`);
    expect(visitor.title).toBe('My account');
    for (const host of hosts) expect(await caller(host, tokens.access_token)).toMatchObject({ state: 'EST' });

    const other = new Visitor(first);
    await portal.signIn(other, 'authority@est.example');
    await other.open(`${second}/oidc/account`);
    await other.send('endOthers');
    // Where it ended at once; elsewhere within a second.
    expect(await caller(hosts[1], tokens.access_token)).toBe('UNAUTHENTICATED');
    await expect.poll(() => caller(hosts[0], tokens.access_token), { timeout: 3000 }).toBe('UNAUTHENTICATED');
  });

  it('redeem each other’s codes, once', async () => {
    const portal = await Portal.at(first);
    const visitor = new Visitor(first);
    const { address, checks } = await portal.begin();
    await visitor.open(address);
    await visitor.send('password', { email: 'contact@est.example', password });
    const fields = {
      client_id: 'portal',
      grant_type: 'authorization_code',
      code: new URL(visitor.page.url).searchParams.get('code') ?? '',
      redirect_uri: `${first}/`,
      code_verifier: checks.pkceCodeVerifier,
    };
    const redeem = (url: string) =>
      fetch(`${url}/oidc/token`, { method: 'POST', body: new URLSearchParams(fields) });
    const answers = await Promise.all([redeem(first), redeem(second), redeem(first), redeem(second)]);
    expect(answers.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
    expect(answers.some(({ status }) => status >= 500)).toBe(false);
  });

  it('take up a new signing key, and nobody is signed out by it', async () => {
    const portal = await Portal.at(first);
    const visitor = new Visitor(first);
    const { tokens } = await portal.signIn(visitor, 'contact@ken.example');
    const made = await rotateSigningKey(folder, systemClock);
    await expect.poll(() => hosts.map(({ key }) => key.keyId), { timeout: 12_000 }).toEqual([made, made]);
    for (const host of hosts) expect(await caller(host, tokens.access_token)).toMatchObject({ state: 'KEN' });
    const renewed = await portal.refresh(tokens.refresh_token ?? '');
    expect(decodeProtectedHeader(renewed.access_token).kid).toBe(made);
    for (const host of hosts)
      expect(await caller(host, renewed.access_token)).toMatchObject({ state: 'KEN' });
    await visitor.open(`${second}/oidc/account`);
    expect(visitor.title).toBe('My account');
  });

  it('count failed attempts together', async () => {
    const guess = async (url: string, given: string) => {
      const visitor = new Visitor(first, { 'x-forwarded-for': '192.0.2.5' });
      await visitor.open('/oidc/account');
      const page = visitor.page.url.replace(first, url);
      await visitor.open(page);
      await visitor.send('password', { email: 'contact@fin.example', password: given });
      return visitor.page.status;
    };
    const statuses = [];
    for (let turn = 0; turn < 5; turn++)
      statuses.push(await guess(turn % 2 === 0 ? first : second, 'a guess'));
    expect(statuses).toEqual([400, 400, 400, 400, 400]);
    expect(await guess(first, password)).toBe(429);
    expect(await guess(second, password)).toBe(429);
  });
});
