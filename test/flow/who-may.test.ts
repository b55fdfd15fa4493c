import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { everyWorld, World } from '../support/world.ts';
import { consents, contactsOf, grantConsent } from './verbs.ts';

describe.each(everyWorld(databases))('who may do what ($name, $arrangement)', ({ make, arrangement }) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(make, arrangement);
    await consents(world, 'NOR', 'OSCE');
  });
  afterAll(() => world.stop());

  const input = { input: { state: 'EST', directory: 'OSCE' } };
  const askers = () => [
    { who: 'another state', asker: world.state('LVA') },
    { who: 'a point of contact of the state', asker: world.contact('EST') },
    { who: 'the organisation', asker: world.organisation('OSCE') },
    { who: 'the custodian', asker: world.custodian },
  ];

  it('nobody but the state gives its consent', async () => {
    for (const { who, asker } of askers())
      expect([who, await asker.refused(grantConsent, input)]).toEqual([who, 'FORBIDDEN']);
    expect(await world.nobody.refused(grantConsent, input)).toBe('UNAUTHENTICATED');
    expect(await contactsOf(world.custodian, 'EST')).toEqual([]);
  });

  it('nobody without a token learns anything of a point of contact', async () => {
    for (const query of [
      '{ states { iso3 } }',
      '{ state(iso3: "NOR") { contacts { name } } }',
      '{ regionalDirectories { code } }',
      '{ syncDashboard { copiedContacts } }',
      '{ osce { entries { totalCount } } }',
      'mutation { pullDirectory(directory: "OSCE") { outcome } }',
    ]) {
      expect([query, await world.nobody.refused(query)]).toEqual([query, 'UNAUTHENTICATED']);
    }
  });

  it('a forged token is refused by HTTP status too', async () => {
    const response = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer a.b.c' },
      body: JSON.stringify({ query: '{ states { iso3 } }' }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('a regional entry is seen by its state, its organisation and the custodian, and by no other state', async () => {
    const query = '{ state(iso3: "EST") { osceEntries { sourceKey } } }';
    const Entries = z.object({
      state: z.object({ osceEntries: z.array(z.object({ sourceKey: z.string() })).min(1) }),
    });
    for (const asker of [
      world.state('EST'),
      world.contact('EST'),
      world.organisation('OSCE'),
      world.custodian,
    ]) {
      await asker.get(query, Entries);
    }
    for (const asker of [world.state('LVA'), world.contact('LVA'), world.organisation('OAS')]) {
      expect(await asker.refused(query)).toBe('FORBIDDEN');
    }
  });

  it('an organisation reads the names of states, and no contact', async () => {
    const organisation = world.organisation('OSCE');
    const { states } = await organisation.get(
      '{ states { iso3 name(language: FR) } }',
      z.object({ states: z.array(z.object({ iso3: z.string(), name: z.string() })) }),
    );
    expect(states).toHaveLength(193);
    expect(await organisation.refused('{ state(iso3: "NOR") { contacts { id } } }')).toBe('FORBIDDEN');
  });

  it('consents are read by the custodian, their state, and the organisation concerned', async () => {
    const query = '{ state(iso3: "NOR") { consents { directory } } }';
    const Consents = z.object({
      state: z.object({ consents: z.array(z.object({ directory: z.string() })) }),
    });
    const read = async (asker: ReturnType<World['state']>) =>
      (await asker.get(query, Consents)).state.consents;
    expect(await read(world.custodian)).toEqual([{ directory: 'OSCE' }]);
    expect(await read(world.state('NOR'))).toEqual([{ directory: 'OSCE' }]);
    expect(await read(world.organisation('OSCE'))).toEqual([{ directory: 'OSCE' }]);
    expect(await read(world.organisation('OAS'))).toEqual([]);
    expect(await world.state('EST').refused(query)).toBe('FORBIDDEN');
    expect(await world.contact('NOR').refused(query)).toBe('FORBIDDEN');
  });

  it('the dashboard is for the custodian, pulling also for the organisation whose directory it is', async () => {
    const dashboard = '{ syncDashboard { activeConsents } }';
    const pull = 'mutation { pullDirectory(directory: "OSCE") { outcome } }';
    for (const asker of [world.state('NOR'), world.contact('NOR'), world.organisation('OSCE')]) {
      expect(await asker.refused(dashboard)).toBe('FORBIDDEN');
    }
    for (const asker of [world.state('NOR'), world.contact('NOR'), world.organisation('OAS')]) {
      expect(await asker.refused(pull)).toBe('FORBIDDEN');
    }
    await world
      .organisation('OSCE')
      .get(pull, z.object({ pullDirectory: z.object({ outcome: z.string() }) }));
  });

  it('what parts say to each other is not in the public API', async () => {
    for (const query of [
      '{ regionalSource { code } }',
      'mutation { pullRegionalSource(requestedBy: "x") { outcome } }',
    ]) {
      expect(await world.custodian.refused(query)).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});
