import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { everyWorld, World } from '../support/world.ts';
import { asked, clientCredentials, me, Portal, password } from './portal.ts';
import { Visitor } from './visitor.ts';

const Accounts = z.object({ accounts: z.array(z.object({ id: z.string(), email: z.string() })) });

describe.each(everyWorld(databases))(
  'what has ended, on $name with $arrangement',
  ({ make, arrangement }) => {
    let world: World;
    let portal: Portal;
    beforeAll(async () => {
      world = await World.start(make, arrangement);
      portal = await Portal.at(world.url);
    });
    afterAll(() => world.stop());

    const states = '{ states { iso3 } }';
    const refuses = async (token: string | undefined) => {
      expect(await asked(world.url, token, me)).toBe('UNAUTHENTICATED');
      // The parts that stand by themselves verify too, and learn of it.
      await Promise.all(
        world.partUrls.map((url) =>
          expect
            .poll(() => asked(url, token, states), { timeout: 12_000, interval: 500 })
            .toBe('UNAUTHENTICATED'),
        ),
      );
    };
    const accountId = async (email: string, state: string) => {
      const { accounts } = await world.state(state).get('{ accounts { id email } }', Accounts);
      return accounts.find((account) => account.email === email)?.id ?? '';
    };

    it('a session that another device ends: its tokens are refused at once', async () => {
      const one = new Visitor(world.url, { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' });
      const { tokens } = await portal.signIn(one, 'contact@fin.example');
      expect(await asked(world.url, tokens.access_token, states)).toMatchObject({
        states: expect.any(Array),
      });
      for (const url of world.partUrls)
        expect(await asked(url, tokens.access_token, '{ __typename }')).toEqual({ __typename: 'Query' });
      const other = new Visitor(world.url);
      await portal.signIn(other, 'contact@fin.example');
      await other.open('/oidc/account');
      expect(other.page.text).toContain('Firefox · Linux');
      await other.send('end');
      expect(other.notice).toBe('1 other session has ended.');
      await refuses(tokens.access_token);
      await one.open('/oidc/account');
      expect(one.title).toBe('Sign in');
    });

    it('an account: everything it was signed in to', async () => {
      const { tokens } = await portal.signIn(new Visitor(world.url), 'contact@est.example');
      const id = await accountId('contact@est.example', 'EST');
      await world
        .state('EST')
        .get('mutation ($id: ID!) { endAccount(account: $id) { status } }', z.unknown(), { id });
      await refuses(tokens.access_token);
      await expect(portal.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      });
      await expect(portal.signIn(new Visitor(world.url), 'contact@est.example')).rejects.toThrow(/not right/);
    });

    it('a password that was changed: whoever is signed in elsewhere is so no more', async () => {
      const elsewhere = await portal.signIn(new Visitor(world.url), 'contact@ken.example');
      const visitor = new Visitor(world.url);
      const here = await portal.signIn(visitor, 'contact@ken.example');
      await visitor.open('/oidc/account');
      const chosen = 'seventeen quiet lighthouses';
      await visitor.send('password', { present: 'wrong', password: chosen, again: chosen });
      expect(visitor.problem).toMatch(/present password is not right/);
      await visitor.send('password', { present: password, password: chosen, again: chosen });
      expect(visitor.notice).toMatch(/Your password is saved/);
      await refuses(elsewhere.tokens.access_token);
      expect(await asked(world.url, here.tokens.access_token, me)).toMatchObject({ me: { role: 'contact' } });
      await portal.signIn(new Visitor(world.url), 'contact@ken.example', chosen);
    });

    it('a service’s secret that was changed, and a service that was removed', async () => {
      const registered = await world.custodian.get(
        'mutation { registerServiceClient(directory: "OAS", name: "Feed") { client { id } secret } }',
        z.object({
          registerServiceClient: z.object({ client: z.object({ id: z.string() }), secret: z.string() }),
        }),
      );
      const { client, secret } = registered.registerServiceClient;
      const first = await clientCredentials(world.url, client.id, secret);
      const rotated = await world
        .organisation('OAS')
        .get(
          'mutation ($id: ID!) { rotateServiceClientSecret(client: $id) { secret } }',
          z.object({ rotateServiceClientSecret: z.object({ secret: z.string() }) }),
          { id: client.id },
        );
      await refuses(first);
      await expect(clientCredentials(world.url, client.id, secret)).rejects.toThrow('invalid_client');
      const second = await clientCredentials(world.url, client.id, rotated.rotateServiceClientSecret.secret);
      expect(await asked(world.url, second, me)).toMatchObject({ me: { directory: 'OAS' } });
      await world.custodian.get('mutation ($id: ID!) { removeServiceClient(client: $id) }', z.unknown(), {
        id: client.id,
      });
      await refuses(second);
    });

    it('is told to the product’s own parts alone', async () => {
      const { tokens } = await portal.signIn(new Visitor(world.url), 'authority@fin.example');
      for (const authorization of [undefined, `Bearer ${tokens.access_token}`, 'Bearer x'])
        expect(
          (await fetch(`${world.url}/oidc/ended`, { headers: authorization ? { authorization } : {} }))
            .status,
        ).toBe(401);
    });
  },
);
