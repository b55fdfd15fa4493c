import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, authority, DirectoryWorld } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

// Found by telling random histories (test/histories): what comes at one instant has no order but that of its entries.

const Created = z.object({ id: z.string() });
const states = ['EST', 'LVA', 'FIN', 'SWE', 'NOR', 'DNK', 'ISL', 'POL'];

describe.each(databases)('two copies of one instant that may be one, on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
  });
  afterEach(() => world.stop());

  test('are asked about in the same way each time, whatever their ids', async () => {
    for (const state of states) {
      await world.grant(state, 'OAS');
      await world.grant(state, 'OSCE');
    }
    for (const state of states) {
      world.oas.add(`O-${state}`, { ...anna, state, emails: ['anna@oas.example'], phones: [] });
      world.osce.add(`K-${state}`, { ...anna, state, emails: ['anna@osce.example'], phones: [] });
    }
    await world.pull('OAS');
    await world.pull('OSCE');
    for (const state of states) {
      const asked = (await world.proposals(state)).map(({ directory }) => directory);
      expect(asked, state).toEqual(['OSCE']);
    }
  });

  test('are asked about with the older of two that the state wrote alike', async () => {
    const office = { function: 'DIPLOMATIC', kind: 'OFFICE', entity: 'Ministry of Examples' };
    const older = new Map<string, string>();
    for (const state of states) {
      await world.grant(state, 'OAS');
      const est = new StateAuthority(world, state);
      for (const emails of [['desk@one.example'], ['desk@two.example']]) {
        const { id } = Created.parse(await est.does('create', { state, input: { ...office, emails } }));
        if (!older.has(state)) older.set(state, id);
      }
      const { entity } = office;
      world.oas.add(`O-${state}`, {
        state,
        function: 'DIPLOMATIC',
        kind: 'OFFICE',
        entity,
        emails: ['desk@oas.example'],
      });
    }
    await world.pull('OAS');
    for (const state of states) {
      const [asked] = await world.proposals(state);
      expect(asked?.contact?.id, state).toBe(older.get(state));
    }
  });

  test('take a third that may be either in the same way each time, and leave no trace of the other', async () => {
    const office = { function: 'TECHNICAL', kind: 'OFFICE', entity: 'Bureau of Samples' } as const;
    const alike = { ...anna, ...office, name: null, title: null, emails: ['desk@cert.example'], phones: [] };
    for (const state of states) {
      world.oas.add(`O-1-${state}`, { ...alike, state });
      world.oas.add(`O-2-${state}`, { ...alike, state, webPage: 'https://two.example/' });
      world.osce.add(`K-${state}`, { ...alike, state, webPage: 'https://three.example/' });
    }
    await world.pull('OAS');
    await world.pull('OSCE');
    for (const state of states) {
      await world.grant(state, 'OAS');
      await world.grant(state, 'OSCE');
      const joined = (await world.contacts(state)).map(({ copiedFrom }) =>
        copiedFrom.map(({ sourceKey }) => sourceKey).sort(),
      );
      expect(joined.sort(), state).toEqual([[`K-${state}`, `O-1-${state}`].sort(), [`O-2-${state}`]].sort());
      const { conflicts } = await world.get(
        authority(state),
        `query ($state: ID!) { conflicts(state: $state, status: RESOLVED) { totalCount } }`,
        z.object({ conflicts: z.object({ totalCount: z.number() }) }),
        { state },
      );
      expect(conflicts.totalCount, state).toBe(0);
    }
  });

  test('that the state kept take a third that may be either in the same way each time', async () => {
    const office = { function: 'TECHNICAL', kind: 'OFFICE', entity: 'Bureau of Samples' } as const;
    const alike = { ...anna, ...office, name: null, title: null, emails: ['desk@cert.example'], phones: [] };
    for (const state of states) {
      world.oas.add(`O-1-${state}`, { ...alike, state, webPage: 'https://one.example/' });
      world.oas.add(`O-2-${state}`, { ...alike, state, webPage: 'https://two.example/' });
      world.osce.add(`K-${state}`, { ...alike, state });
    }
    for (const state of states) {
      const { consent } = await world.grant(state, 'OAS');
      await world.withdraw(state, consent.id, 'KEEP');
      await world.grant(state, 'OSCE');
      const contacts = await world.contacts(state);
      const joined = contacts.filter(({ copiedFrom }) => copiedFrom.length > 0);
      expect(
        joined.map(({ webPage }) => webPage),
        state,
      ).toEqual(['https://one.example/']);
      expect(contacts).toHaveLength(2);
    }
  });
});
