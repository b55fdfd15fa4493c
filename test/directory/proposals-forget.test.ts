import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, authority, DirectoryWorld } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

// Found by telling random histories (test/histories): a proposal about a contact shows what other directories say of it.

describe.each(databases)('a proposal about a contact of two directories, on $name', ({ make }) => {
  let world: DirectoryWorld;
  let est: StateAuthority;
  let osce: string;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    est = new StateAuthority(world, 'EST');
    world.osce.add('K-1', { ...anna, entity: 'Office of Secrets' });
    world.oas.add('O-1', { ...anna, entity: 'Ministry of Examples' });
    osce = (await world.grant('EST', 'OSCE')).consent.id;
    const oasFirst =
      'mutation { setPrecedence(state: "EST", function: DIPLOMATIC, directories: ["OAS"]) { iso3 } }';
    await world.get(authority('EST'), oasFirst, z.unknown());
    await world.grant('EST', 'OAS', { mode: 'REVIEW' });
    expect((await est.waiting()).changes).toContainEqual({
      field: 'entity',
      before: ['Office of Secrets'],
      after: ['Ministry of Examples'],
    });
  });
  afterEach(() => world.stop());

  const shown = async () => JSON.stringify(await world.proposals('EST', null));

  test('keeps nothing of the other once it was answered and the other consent is withdrawn', async () => {
    await est.accepts((await est.waiting()).id);
    await world.withdraw('EST', osce, 'WITHDRAW');
    expect(await shown()).not.toContain('Office of Secrets');
  });

  test('keeps nothing of the other once the other consent no longer covers it', async () => {
    await world.grant('EST', 'OSCE', { fields: ['name', 'emails'] });
    expect(await shown()).not.toContain('Office of Secrets');
  });
});
