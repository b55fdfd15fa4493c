import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';
import { asked, authenticator, me, Portal, password, recoveryCodes } from './portal.ts';
import { Visitor } from './visitor.ts';

const require =
  'mutation ($required: Boolean!) { requireSecondFactor(required: $required) { secondFactorRequired } }';

describe.each(databases)('a second factor, on $name', ({ make }) => {
  let world: World;
  let portal: Portal;
  beforeAll(async () => {
    world = await World.start(make);
    portal = await Portal.at(world.url);
  });
  afterAll(() => world.stop());
  const requireIt = (required: boolean) => world.custodian.get(require, z.unknown(), { required });

  it('that the custodian requires is set up at the next sign-in, and asked for from then on', async () => {
    const before = await portal.signIn(new Visitor(world.url), 'authority@est.example');
    await requireIt(true);
    expect(await asked(world.url, before.tokens.access_token, me)).toBe('UNAUTHENTICATED');

    const visitor = new Visitor(world.url);
    await visitor.open('/oidc/account');
    await visitor.send('password', { email: 'authority@est.example', password });
    expect(visitor.title).toBe('Set up a second factor');
    expect(visitor.page.text).toContain('<svg');
    const app = authenticator(visitor);
    await visitor.send('enrol', { code: '000000' });
    expect(visitor.problem).toMatch(/not right/);
    await visitor.send('enrol', { code: app() });
    const codes = recoveryCodes(visitor);
    expect(codes).toHaveLength(10);
    await visitor.send('kept');
    expect(visitor.title).toBe('My account');

    // The code that set it up was taken: the same one signs nobody in.
    const again = new Visitor(world.url);
    await again.open('/oidc/account');
    await again.send('password', { email: 'authority@est.example', password });
    expect(again.title).toBe('Second factor');
    await again.send('factor', { code: app() });
    expect(again.problem).toMatch(/used already/);
    await again.send('factor', { code: app(Date.now() + 30_000) });
    expect(again.title).toBe('My account');

    const lost = new Visitor(world.url);
    await lost.open('/oidc/account');
    await lost.send('password', { email: 'authority@est.example', password });
    await lost.send('factor', { code: (codes[3] ?? '').toUpperCase() });
    expect(lost.title).toBe('My account');
    const twice = new Visitor(world.url);
    await twice.open('/oidc/account');
    await twice.send('password', { email: 'authority@est.example', password });
    await twice.send('factor', { code: codes[3] ?? '' });
    expect(twice.problem).toMatch(/used already/);
  });

  it('cannot be left out by going straight on', async () => {
    await requireIt(true);
    const visitor = new Visitor(world.url);
    const { address } = await portal.begin();
    await visitor.open(address);
    const interaction = visitor.page.url;
    await visitor.send('password', { email: 'contact@fin.example', password });
    expect(visitor.title).toBe('Set up a second factor');
    const csrf = /name="csrf" value="([^"]+)"/.exec(visitor.page.text)?.[1] ?? '';
    await visitor.post(interaction, { csrf, action: 'kept' });
    expect(visitor.title).toBe('Set up a second factor');
    await visitor.post(interaction, { csrf, action: 'factor', code: '000000' });
    expect(visitor.title).toBe('Set up a second factor');
    await visitor.open(`${world.url}/oidc/auth/${interaction.split('/').at(-1)}`);
    expect(new URL(visitor.page.url).searchParams.get('code')).toBeNull();
    expect(visitor.title).toBe('Sign in');
  });

  it('left to each is set up on the account page, with the present password, and ends other sessions', async () => {
    await requireIt(false);
    const elsewhere = await portal.signIn(new Visitor(world.url), 'contact@ken.example');
    const visitor = new Visitor(world.url);
    await portal.signIn(visitor, 'contact@ken.example');
    await visitor.open('/oidc/account');
    await visitor.send('factor', { present: 'not the password' });
    expect(visitor.problem).toMatch(/not right/);
    await visitor.send('factor', { present: password });
    await visitor.send('enrol', { code: authenticator(visitor)() });
    expect(recoveryCodes(visitor)).toHaveLength(10);
    await visitor.send('kept');
    expect(visitor.page.text).toContain('A second factor is set up.');
    expect(await asked(world.url, elsewhere.tokens.access_token, me)).toBe('UNAUTHENTICATED');
    const next = new Visitor(world.url);
    await next.open('/oidc/account');
    await next.send('password', { email: 'contact@ken.example', password });
    expect(next.title).toBe('Second factor');
  });
});
