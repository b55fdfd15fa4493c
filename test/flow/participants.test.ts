import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';
import { allEntriesOf } from './verbs.ts';

const expected = [
  { code: 'ARF', states: 26, others: ['EU'] },
  { code: 'OAS', states: 32, others: [] },
  { code: 'OSCE', states: 56, others: ['Holy See'] },
] as const;

describe('every participant of a directory is read', () => {
  let world: World;
  beforeAll(async () => {
    const [sqlite] = databases;
    if (!sqlite) throw new Error('no database');
    world = await World.start(sqlite.make);
  });
  afterAll(() => world.stop());

  it.each(expected)(
    '$code: joined to its state, or kept as not eligible',
    async ({ code, states, others }) => {
      const entries = await allEntriesOf(world.custodian, code);
      expect(new Set(entries.filter(({ eligible }) => eligible).map(({ state }) => state)).size).toBe(states);
      const outside = entries.filter(({ eligible }) => !eligible);
      expect([...new Set(outside.map(({ participant }) => participant))]).toEqual(others);
      expect(outside.every(({ state }) => state === null)).toBe(true);
    },
  );
});
