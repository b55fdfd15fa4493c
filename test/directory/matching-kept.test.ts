import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, authority, DirectoryWorld, desk } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

// Found by telling random histories (test/histories): what a state said of what it kept, and of the entry that it kept it from.

describe.each(databases)('what a state kept of an entry, on $name', ({ make }) => {
  let world: DirectoryWorld;
  let est: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    est = new StateAuthority(world, 'EST');
  });
  afterEach(() => world.stop());

  const split = async (id: string, directory: string, sourceKey: string) => {
    world.clock.advance(1000);
    const mutation = `mutation ($id: ID!, $directory: ID!, $sourceKey: ID!) {
      splitContact(id: $id, directory: $directory, sourceKey: $sourceKey) { id } }`;
    const { errors } = await world.ask(authority('EST'), mutation, { id, directory, sourceKey });
    expect(errors).toEqual([]);
  };
  /** Each contact as its entries and what of it is the state's own. */
  const shown = async () =>
    (await world.contacts('EST'))
      .map(({ copiedFrom, provenance }) => {
        const own = provenance.filter(({ origin }) => origin === 'DIRECT').map(({ field }) => field);
        return [...copiedFrom.map(({ directory, sourceKey }) => `${directory} ${sourceKey}`), ...own].join();
      })
      .sort();
  const idOf = async (entry: string) =>
    (await world.contacts('EST')).find(({ copiedFrom }) =>
      copiedFrom.some(({ directory, sourceKey }) => `${directory} ${sourceKey}` === entry),
    )?.id ?? '';

  const nameAlone = { ...anna, title: null, entity: null, emails: [], phones: [], languages: [] };

  test('is one with what the state said it is, also once its entry is copied again and another is more alike', async () => {
    world.oas.add('O-1', nameAlone);
    const { consent } = await world.grant('EST', 'OAS');
    const { id } = await world.contact('EST');
    await world.withdraw('EST', consent.id, 'KEEP');
    world.osce.add('K-1', anna);
    await world.grant('EST', 'OSCE');
    await est.accepts((await est.waiting()).id);
    expect(await shown()).toEqual(['OSCE K-1,function,name']);

    world.oas.add('O-2', anna);
    await world.grant('EST', 'OAS');
    expect(await shown()).toEqual(['OAS O-1,OSCE K-1', 'OAS O-2']);
    expect(await idOf('OAS O-1')).toBe(id);
  });

  test('stays apart from what the state split it from, also once its entry is copied again', async () => {
    world.oas.add('O-1', anna);
    world.osce.add('K-1', anna);
    const { consent } = await world.grant('EST', 'OAS');
    await world.grant('EST', 'OSCE');
    const { id } = await world.contact('EST');
    await world.withdraw('EST', consent.id, 'KEEP');
    await split(id, 'OSCE', 'K-1');
    const apart = await shown();
    expect(apart).toHaveLength(2);

    await world.grant('EST', 'OAS');
    expect(await shown()).toEqual(['OAS O-1', 'OSCE K-1']);
    expect(await idOf('OAS O-1')).toBe(id);
    expect(await est.waits()).toEqual([]);
  });

  test('stays apart from what the state split its entry from', async () => {
    world.oas.add('O-1', anna);
    world.osce.add('K-1', anna);
    await world.grant('EST', 'OSCE');
    const { consent } = await world.grant('EST', 'OAS');
    await split((await world.contact('EST')).id, 'OAS', 'O-1');
    await world.withdraw('EST', consent.id, 'KEEP');
    expect((await world.contacts('EST')).map(({ copiedFrom }) => copiedFrom.length).sort()).toEqual([0, 1]);
    expect(await est.waits()).toEqual([]);

    await world.grant('EST', 'OAS');
    expect(await shown()).toEqual(['OAS O-1', 'OSCE K-1']);
  });

  test('goes with its entry, copied again, where another is more like the third that they had in common', async () => {
    world.oas.add('O-1', { ...anna, phones: [] });
    const { consent } = await world.grant('EST', 'OAS');
    const { id } = await world.contact('EST');
    await world.withdraw('EST', consent.id, 'KEEP');
    world.osce.add('K-1', anna);
    await world.grant('EST', 'OSCE');
    expect(await idOf('OSCE K-1')).toBe(id);

    world.oas.add('O-2', anna);
    await world.grant('EST', 'OAS');
    expect(await shown()).toEqual(['OAS O-1', 'OAS O-2,OSCE K-1']);
    expect(await idOf('OAS O-1')).toBe(id);
  });

  test('has no claim to its entry any more once the state withdrew the copy of it as well', async () => {
    const centre = { ...desk, phones: [] };
    world.oas.add('O-1', centre);
    world.osce.add('K-1', centre);
    await world.grant('EST', 'OSCE');
    const kept = await world.grant('EST', 'OAS');
    await world.withdraw('EST', kept.consent.id, 'KEEP');
    const again = await world.grant('EST', 'OAS');
    expect(await shown()).toEqual(['OAS O-1,OSCE K-1']);
    await world.withdraw('EST', again.consent.id, 'WITHDRAW');

    world.oas.edit('O-1', { entity: 'Registry of Examples', emails: ['registry@nic.example'] });
    await world.grant('EST', 'OAS');
    expect(await shown()).toEqual(['OAS O-1', 'OSCE K-1']);
  });
});
