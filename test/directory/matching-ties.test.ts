import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, DirectoryWorld } from './directory-world.ts';

// Found by telling random histories (test/histories): what comes at one instant has no order but that of its entries.

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
});
