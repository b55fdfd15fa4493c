import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';
import { everyWorld, World } from '../support/world.ts';
import { asked, me } from './portal.ts';

// A real second issuer, with keys of its own.
describe.each(everyWorld(databases.slice(0, 1)))(
  'people who sign in elsewhere, with $arrangement',
  ({ make, arrangement }) => {
    let world: World;
    let issuer: string;
    let server: Server;
    let sign: (claims: Record<string, unknown>) => Promise<string>;

    beforeAll(async () => {
      const { publicKey, privateKey } = await generateKeyPair('PS256');
      const jwk = { ...(await exportJWK(publicKey)), kid: 'theirs', alg: 'PS256', use: 'sig' };
      const port = await freePort();
      issuer = `http://127.0.0.1:${port}/login`;
      server = createServer((request, response) => {
        const isDiscovery = request.url === '/login/.well-known/openid-configuration';
        const document = isDiscovery
          ? { issuer, jwks_uri: `http://127.0.0.1:${port}/keys` }
          : { keys: [jwk] };
        response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
      });
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      sign = (claims) =>
        new SignJWT({ sub: 'somebody', ...claims })
          .setProtectedHeader({ alg: 'PS256', kid: 'theirs' })
          .setIssuer(issuer)
          .setAudience('https://directory.example')
          .setExpirationTime('5m')
          .sign(privateKey);
      world = await World.start(make, arrangement, undefined, {
        OIDC_ISSUER: issuer,
        OIDC_AUDIENCE: 'https://directory.example',
        OIDC_ROLE_CLAIM: 'crosspoint_role',
        OIDC_STATE_CLAIM: 'country',
      });
    });
    afterAll(async () => {
      await world.stop();
      server.close();
    });

    it('are known by what their issuer says, to the gateway and to every part', async () => {
      const token = await sign({ crosspoint_role: 'state', country: 'EST' });
      expect(await asked(world.url, token, me)).toEqual({
        me: { role: 'state', state: { iso3: 'EST' }, directory: null, account: null },
      });
      expect(
        await asked(world.url, token, '{ state(iso3: "EST") { osceEntries { sourceKey } } }'),
      ).toMatchObject({
        state: { osceEntries: expect.any(Array) },
      });
      expect(await asked(world.url, token, '{ state(iso3: "FIN") { osceEntries { sourceKey } } }')).toBe(
        'FORBIDDEN',
      );
      expect(await asked(world.url, await sign({ crosspoint_role: 'service' }), me)).toBe('UNAUTHENTICATED');
    });

    it('find no sign-in here, and are not managed here', async () => {
      expect((await fetch(`${world.url}/oidc/.well-known/openid-configuration`)).status).toBe(404);
      expect((await fetch(`${world.url}/oidc/jwks`)).status).toBe(200);
      const token = await sign({ crosspoint_role: 'custodian' });
      expect(await asked(world.url, token, '{ accounts { id } }')).toBe('CONFLICT');
      expect(await (await fetch(world.url)).text()).toContain(issuer);
    });
  },
);
