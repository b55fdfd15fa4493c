import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';
import { authenticator, Portal, password } from './portal.ts';
import { Visitor } from './visitor.ts';

const Accounts = z.object({ accounts: z.array(z.object({ id: z.string(), email: z.string() })) });
const chosen = 'eleven wooden bridges';

describe.each(databases)('a sign-in that is half done, on $name', ({ make }) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(make);
    await world.custodian.get(
      'mutation { requireSecondFactor(required: true) { secondFactorRequired } }',
      z.unknown(),
    );
  });
  afterAll(() => world.stop());

  const halfDone = async (email: string) => {
    const visitor = await new Visitor(world.url).open('/oidc/account');
    await visitor.send('password', { email, password });
    expect(visitor.title).toBe('Set up a second factor');
    return { visitor, app: authenticator(visitor) };
  };
  const leadsNowhere = async ({ visitor, app }: Awaited<ReturnType<typeof halfDone>>) => {
    await visitor.send('enrol', { code: app() });
    expect([visitor.page.status, visitor.title]).toEqual([400, 'Sign in']);
    await visitor.open('/oidc/account');
    expect(visitor.title).toBe('Sign in');
  };

  it('leads nowhere once the account was recovered', async () => {
    const email = 'contact@fin.example';
    const attacker = await halfDone(email);
    const { accounts } = await world.state('FIN').get('{ accounts { id email } }', Accounts);
    const { recoverAccount } = await world
      .state('FIN')
      .get(
        'mutation ($id: ID!) { recoverAccount(account: $id) { link } }',
        z.object({ recoverAccount: z.object({ link: z.string() }) }),
        { id: accounts.find((account) => account.email === email)?.id },
      );
    const owner = await new Visitor(world.url).open(recoverAccount.link);
    await owner.send('choose', { password: chosen, again: chosen });
    expect(owner.title).toBe('Your password is saved.');
    await leadsNowhere(attacker);
  });

  it('leads nowhere once another second factor was set up, or the password is another', async () => {
    const email = 'contact@ken.example';
    const attacker = await halfDone(email);
    const owner = await halfDone(email);
    await owner.visitor.send('enrol', { code: owner.app() });
    await owner.visitor.send('kept');
    expect(owner.visitor.title).toBe('My account');
    await leadsNowhere(attacker);

    const later = await new Visitor(world.url).open('/oidc/account');
    await later.send('password', { email, password });
    expect(later.title).toBe('Second factor');
    await owner.visitor.send('password', { present: password, password: chosen, again: chosen });
    expect(owner.visitor.notice).toMatch(/Your password is saved/);
    await later.send('factor', { code: owner.app(Date.now() + 30_000) });
    expect([later.page.status, later.title]).toEqual([400, 'Sign in']);
  });

  it('that needs only to be gone on with leads nowhere either, once sessions are ended', async () => {
    await world.custodian.get(
      'mutation { requireSecondFactor(required: false) { secondFactorRequired } }',
      z.unknown(),
    );
    const email = 'contact@est.example';
    const { address } = await (await Portal.at(world.url)).begin();
    const attacker = await new Visitor(world.url).open(address);
    const { url } = attacker.page;
    await attacker.send('password', { email, password }, false);
    const owner = await new Visitor(world.url).open('/oidc/account');
    await owner.send('password', { email, password });
    await owner.send('password', { present: password, password: chosen, again: chosen });
    await attacker.open(`${world.url}/oidc/auth/${url.split('/').at(-1)}`);
    expect(new URL(attacker.page.url).searchParams.get('code')).toBeNull();
    await attacker.open('/oidc/account');
    expect(attacker.title).toBe('Sign in');
  });
});
