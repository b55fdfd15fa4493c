import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, custodian, DirectoryWorld, desk, organisation } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

describe.each(databases)('a state that removes, on $name', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', anna);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  const copied = async () => {
    await world.grant('EST', 'OSCE');
    return world.contact('EST');
  };

  describe('a copied contact that it removes', () => {
    it('is not brought back by any pull, nor by other terms of the consent, and that is shown', async () => {
      const { id } = await copied();
      await estonia.does('remove', { id, revision: 1, reason: 'She has left.' });
      world.osce.edit('EST-POL-1', { title: 'Counsellor' });
      world.osce.remove('EST-POL-1');
      world.osce.returnToList('EST-POL-1');
      world.osce.add('EST-TEC-1', desk);
      await world.pull('OSCE');
      await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
      await world.grant('EST', 'OSCE', { instrument: 'NV 3' });
      expect(await world.contact('EST')).toMatchObject({ entity: 'CERT of Examples' });
      expect(await world.proposals('EST')).toEqual([]);
      const refusal = { sourceKey: 'EST-POL-1', refusal: 'ENTRY', reason: 'She has left.' };
      expect(await estonia.refusals()).toEqual([refusal]);
      const query = '{ state(iso3: "EST") { consents { refusedEntries { sourceKey refusal reason } } } }';
      const shownTo = async (reader: typeof custodian) => (await world.ask(reader, query)).data;
      expect(await shownTo(custodian)).toEqual({ state: { consents: [{ refusedEntries: [refusal] }] } });
      // The organisation learns that it is refused, and not the state's reasons.
      const told = { ...refusal, reason: null };
      expect(await shownTo(organisation('OSCE'))).toEqual({
        state: { consents: [{ refusedEntries: [told] }] },
      });
    });

    it('comes back when the state takes that back', async () => {
      const { id } = await copied();
      await estonia.does('remove', { id, revision: 1, reason: 'By mistake.' });
      world.osce.edit('EST-POL-1', { title: 'Counsellor' });
      await world.pull('OSCE');
      const entry = { state: 'EST', directory: 'osce', sourceKey: 'EST-POL-1' };
      expect(await estonia.does('release', entry)).toMatchObject({ refusedEntries: [] });
      const back = await world.contact('EST');
      expect(back).toMatchObject({ title: 'Counsellor' });
      expect(back.id).not.toBe(id);
      world.osce.edit('EST-POL-1', { title: 'Minister' });
      await world.pull('OSCE');
      expect(await world.contact('EST')).toMatchObject({ title: 'Minister' });
    });

    it('stays refused where the directory does not answer when that is taken back', async () => {
      const { id } = await copied();
      await estonia.does('remove', { id, revision: 1, reason: 'By mistake.' });
      world.osce.isDown = true;
      const entry = { state: 'EST', directory: 'OSCE', sourceKey: 'EST-POL-1' };
      expect((await estonia.refused('release', entry)).message).toMatch(/does not answer/);
      expect(await estonia.refusals()).toHaveLength(1);
    });

    it('comes back with a consent given anew', async () => {
      const { consent } = await world.grant('EST', 'OSCE');
      const { id } = await world.contact('EST');
      await estonia.does('remove', { id, revision: 1, reason: 'She has left.' });
      await world.withdraw('EST', consent.id, 'WITHDRAW');
      await world.grant('EST', 'OSCE');
      expect(await world.contact('EST')).toMatchObject({ name: 'Anna Näide' });
    });

    it('takes what waited about it along', async () => {
      await world.grant('EST', 'OSCE');
      await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
      world.osce.edit('EST-POL-1', { title: 'Counsellor' });
      await world.pull('OSCE');
      await estonia.waiting();
      const { id, revision } = await world.contact('EST');
      await estonia.does('remove', { id, revision, reason: 'She has left.' });
      expect(await world.proposals('EST')).toEqual([]);
    });
  });
});
