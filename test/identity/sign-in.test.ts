import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';
import { asked, clientCredentials, me, Portal, password } from './portal.ts';
import { Visitor } from './visitor.ts';

describe.each(databases)('signing in, on $name', ({ make }) => {
  let world: World;
  let portal: Portal;
  beforeAll(async () => {
    world = await World.start(make);
    portal = await Portal.at(world.url);
  });
  afterAll(() => world.stop());

  const exchange = (fields: Record<string, string>) =>
    fetch(`${world.url}/oidc/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'portal', ...fields }),
    });
  const codeGrant = (redirected: URL, verifier: string | null, redirect = `${world.url}/`) =>
    exchange({
      grant_type: 'authorization_code',
      code: redirected.searchParams.get('code') ?? '',
      redirect_uri: redirect,
      ...(verifier === null ? {} : { code_verifier: verifier }),
    });

  it('gives a state’s authority a token that is its own', async () => {
    const { tokens } = await portal.signIn(new Visitor(world.url), 'Authority@EST.example');
    expect(tokens.expires_in).toBe(600);
    expect(await asked(world.url, tokens.access_token, me)).toEqual({
      me: {
        role: 'state',
        state: { iso3: 'EST' },
        directory: null,
        account: { email: 'authority@est.example' },
      },
    });
    expect(tokens.claims()).toMatchObject({ aud: 'portal', iss: `${world.url}/oidc` });
  });

  it('gives the custodian and a contact theirs', async () => {
    for (const [email, role] of [
      ['custodian@crosspoint.example', 'custodian'],
      ['contact@fin.example', 'contact'],
    ] as const) {
      const { tokens } = await portal.signIn(new Visitor(world.url), email);
      expect(await asked(world.url, tokens.access_token, me)).toMatchObject({
        me: { role, account: { email } },
      });
    }
  });

  it('lasts: a second visit asks for no password', async () => {
    const visitor = new Visitor(world.url);
    await portal.signIn(visitor, 'contact@est.example');
    const { address } = await portal.begin();
    await visitor.open(address);
    expect(new URL(visitor.page.url).searchParams.get('code')).toMatch(/.+/);
  });

  it('gives an organisation’s service a token by its credentials, and for nothing else', async () => {
    const token = await clientCredentials(world.url, 'osce-sample', password);
    expect(await asked(world.url, token, me)).toEqual({
      me: { role: 'organisation', state: null, directory: 'OSCE', account: null },
    });
    await expect(clientCredentials(world.url, 'osce-sample', 'guessed')).rejects.toThrow('invalid_client');
    await expect(clientCredentials(world.url, 'nobody', password)).rejects.toThrow('invalid_client');
    const asPerson = await fetch(
      `${world.url}/oidc/auth?client_id=osce-sample&response_type=code&scope=openid&redirect_uri=${world.url}/`,
      { redirect: 'manual' },
    );
    expect(asPerson.status).toBe(400);
  });

  it('takes a code once; when it comes again, what it gave is refused too', async () => {
    const { tokens, redirected, checks } = await portal.signIn(
      new Visitor(world.url),
      'authority@fin.example',
    );
    const replayed = await codeGrant(redirected, checks.pkceCodeVerifier);
    expect([replayed.status, await replayed.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
    await expect(portal.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    expect(await asked(world.url, tokens.access_token, me)).toBe('UNAUTHENTICATED');
  });

  it('takes a code once also where it comes many times at the same instant', async () => {
    const visitor = new Visitor(world.url);
    const { address, checks } = await portal.begin();
    await visitor.open(address);
    await visitor.send('password', { email: 'authority@ken.example', password });
    const redirected = new URL(visitor.page.url);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => codeGrant(redirected, checks.pkceCodeVerifier)),
    );
    expect(answers.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
    expect(answers.every(({ status }) => status === 200 || status === 400)).toBe(true);
  });

  it('refuses a code without the verifier it was asked with, with another, or for another address', async () => {
    const fresh = async () => {
      const visitor = new Visitor(world.url);
      const { address, checks } = await portal.begin();
      await visitor.open(address);
      await visitor.send('password', { email: 'contact@ken.example', password });
      return { redirected: new URL(visitor.page.url), verifier: checks.pkceCodeVerifier };
    };
    const { redirected, verifier } = await fresh();
    expect((await codeGrant(redirected, null)).status).toBe(400);
    expect((await codeGrant(redirected, oidc.randomPKCECodeVerifier())).status).toBe(400);
    expect((await codeGrant(redirected, verifier, `${world.url}/elsewhere`)).status).toBe(400);
  });

  it.each([
    ['an address that only begins like ours', { redirect_uri: 'http://127.0.0.1.example/' }],
    ['a longer address', { redirect_uri: 'URL/oidc/arrived/more' }],
    ['no PKCE', { code_challenge: '' }],
    ['PKCE in clear', { code_challenge_method: 'plain' }],
    ['tokens in the address', { response_type: 'token' }],
    ['a client there is not', { client_id: 'other' }],
    ['another resource', { resource: 'urn:other' }],
  ])('refuses a request with %s', async (_what, change) => {
    const { address } = await portal.begin();
    const url = new URL(address);
    for (const [name, value] of Object.entries(change))
      if (value === '') url.searchParams.delete(name);
      else url.searchParams.set(name, value.replace('URL', world.url));
    const response = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } });
    const location = response.headers.get('location') ?? '';
    expect(response.status === 400 || /[?&#]error=/.test(location), `${response.status} ${location}`).toBe(
      true,
    );
    expect(location).not.toMatch(/interaction|\.example/);
  });

  it('renews by a refresh token that changes each time; one that was used ends them all', async () => {
    const { tokens } = await portal.signIn(new Visitor(world.url), 'contact@fin.example');
    const first = tokens.refresh_token ?? '';
    const second = (await portal.refresh(first)).refresh_token ?? '';
    expect(second).not.toBe(first);
    await expect(portal.refresh(first)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(portal.refresh(second)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await asked(world.url, tokens.access_token, me)).toBe('UNAUTHENTICATED');
  });

  it('ends when the person signs out, and the tokens with it', async () => {
    const visitor = new Visitor(world.url);
    const { tokens } = await portal.signIn(visitor, 'authority@est.example');
    await visitor.open('/oidc/session/end');
    expect(visitor.title).toBe('Sign out?');
    await visitor.send('', { logout: 'yes' });
    expect(visitor.title).toBe('You are signed out');
    expect(await asked(world.url, tokens.access_token, me)).toBe('UNAUTHENTICATED');
    await expect(portal.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await visitor.open('/oidc/account');
    expect(visitor.title).toBe('Sign in');
  });

  it('says on the first page who is signed in', async () => {
    const visitor = new Visitor(world.url);
    await visitor.open('/');
    expect(visitor.page.text).toContain('You are not signed in.');
    await visitor.open('/oidc/account');
    await visitor.send('password', { email: 'authority@est.example', password });
    await visitor.open('/');
    expect(visitor.page.text).toContain('Signed in: Authority of Estonia (sample)');
  });

  it('takes no form that another page made up', async () => {
    const visitor = new Visitor(world.url);
    await visitor.open('/oidc/account');
    const { url } = visitor.page;
    await visitor.post(url, { action: 'password', email: 'authority@est.example', password });
    expect(visitor.title).toBe('Sign in');
    expect(visitor.problem).toMatch(/open for too long/);
    await visitor.post(url, {
      csrf: 'x'.repeat(43),
      action: 'password',
      email: 'authority@est.example',
      password,
    });
    expect(visitor.problem).toMatch(/open for too long/);
    // A form that another browser was given is of no use to this one.
    const other = new Visitor(world.url);
    await other.open('/oidc/account');
    const csrf = /name="csrf" value="([^"]+)"/.exec(other.page.text)?.[1] ?? '';
    await visitor.post(url, { csrf, action: 'password', email: 'authority@est.example', password });
    expect(visitor.problem).toMatch(/open for too long/);
    await other.post(url, { csrf, action: 'password', email: 'authority@est.example', password });
    expect(other.page.status).toBe(400);
  });

  it('shows pages that no other page may frame and that run nothing', async () => {
    for (const path of [
      '/oidc/account',
      '/oidc/session/end/success',
      '/oidc/invitation/nothing',
      '/oidc/nowhere',
    ]) {
      const visitor = await new Visitor(world.url).open(path);
      const policy = visitor.page.headers.get('content-security-policy') ?? '';
      expect(policy, path).toMatch(/default-src 'none'/);
      expect(policy, path).toMatch(/frame-ancestors 'none'/);
      expect(policy, path).not.toMatch(/unsafe/);
      expect(visitor.page.text).not.toMatch(/<script|style=|onclick/);
      expect(visitor.page.headers.get('cache-control')).toMatch(/no-store/);
    }
  });

  it('says that a sign-in it does not know has expired, whatever else is asked with it', async () => {
    for (const path of ['/oidc/auth/unknown', '/oidc/auth/unknown?client_id=portal']) {
      const visitor = await new Visitor(world.url).open(path);
      expect(visitor.page.status, path).toBe(400);
      expect(visitor.title).not.toBe('');
    }
  });

  it('is not led elsewhere by what a request says of its host', async () => {
    const discovery = await fetch(`${world.url}/oidc/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'attacker.example', 'x-forwarded-proto': 'https' },
    });
    expect(JSON.stringify(await discovery.json())).not.toMatch(/attacker|https:/);
  });
});
