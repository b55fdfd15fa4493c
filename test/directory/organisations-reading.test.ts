import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import {
  anna,
  authority,
  contactOf,
  custodian,
  DirectoryWorld,
  desk,
  organisation,
} from './directory-world.ts';
import { Organisation } from './organisation-acts.ts';

describe.each(databases)('what became of entries, on $name', ({ make }) => {
  let world: DirectoryWorld;
  let osce: Organisation;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    osce = new Organisation(world, 'OSCE');
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
  });
  afterEach(() => world.stop());

  it('is paged by key, with what comes or goes between two pages neither skipping nor repeating another', async () => {
    const page = (after: string | null) => osce.outcomes({ first: 1, after });
    const first = await page(null);
    world.osce.remove('EST-POL-1');
    world.osce.add('EST-AAA-1', anna);
    const second = await page(first.pageInfo.endCursor);
    expect([first, second].map(({ nodes }) => nodes[0]?.sourceKey)).toEqual(['EST-POL-1', 'EST-TEC-1']);
    expect(second.pageInfo.hasNextPage).toBe(false);
    world.osce.pageSize = 1;
    expect((await osce.outcomes()).nodes.map(({ sourceKey }) => sourceKey)).toEqual([
      'EST-AAA-1',
      'EST-TEC-1',
    ]);
  });

  it('is shown to its organisation, its state and the custodian, and to nobody else', async () => {
    await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC'] });
    world.osce.add('LVA-POL-1', { ...anna, state: 'LVA' });
    const query = '{ entryOutcomes(directory: "OSCE") { nodes { sourceKey } } }';
    const Keys = z.object({
      entryOutcomes: z.object({ nodes: z.array(z.object({ sourceKey: z.string() })) }),
    });
    const keys = async (caller: Parameters<DirectoryWorld['get']>[0]) =>
      (await world.get(caller, query, Keys)).entryOutcomes.nodes.map(({ sourceKey }) => sourceKey);
    expect(await keys(custodian)).toEqual(['EST-POL-1', 'EST-TEC-1', 'LVA-POL-1']);
    expect(await keys(organisation('OSCE'))).toEqual(['EST-POL-1', 'EST-TEC-1', 'LVA-POL-1']);
    expect(await keys(authority('EST'))).toEqual(['EST-POL-1', 'EST-TEC-1']);
    const code = async (caller: Parameters<DirectoryWorld['ask']>[0], asked: string) =>
      (await world.ask(caller, asked)).errors[0]?.code;
    for (const caller of [organisation('OAS'), contactOf('EST')])
      expect(await code(caller, query)).toBe('FORBIDDEN');
    expect(await code(null, query)).toBe('UNAUTHENTICATED');
    const feed = '{ entryOutcomeFeed(directory: "OSCE") { position } }';
    expect(await code(custodian, feed)).toBeUndefined();
    for (const caller of [organisation('OAS'), contactOf('EST'), authority('EST')])
      expect(await code(caller, feed)).toBe('FORBIDDEN');
    expect(
      await code(authority('EST'), '{ entryOutcomes(directory: "OSCE", state: "LVA") { totalCount } }'),
    ).toBe('FORBIDDEN');
    expect(await code(custodian, '{ entryOutcomes(directory: "NONE") { totalCount } }')).toBe(
      'BAD_USER_INPUT',
    );
    expect(
      await code(organisation('OSCE'), '{ entryOutcomeFeed(directory: "osce", after: -1) { position } }'),
    ).toBe('BAD_USER_INPUT');
  });

  it('says so where the adapter does not answer', async () => {
    world.osce.isDown = true;
    const { errors } = await world.ask(
      organisation('OSCE'),
      '{ entryOutcomes(directory: "OSCE") { totalCount } }',
    );
    expect(errors[0]?.message).toMatch(/adapter of OSCE does not answer/);
  });
});
