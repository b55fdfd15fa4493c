import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, DirectoryWorld, desk } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';
import { refuseWrites } from './storage-faults.ts';

const officer = { state: 'MYS', level: 'WORKING_LEVEL', name: 'Some Officer', emails: ['so@arf.example'] };

describe.each(databases)('deciding on proposals together on $name', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', anna);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());
  const review = () => world.grant('EST', 'OSCE', { mode: 'REVIEW' });

  describe('many at once', () => {
    beforeEach(async () => {
      world.osce.add('EST-TEC-1', desk);
      world.osce.add('EST-TEC-2', { ...desk, entity: 'Second Desk', emails: ['second@cert.example'] });
      await review();
    });
    const idsOf = async () => (await world.proposals('EST')).map(({ id }) => id);

    it('take effect together', async () => {
      const revision = await world.revision();
      const ids = await idsOf();
      await estonia.does('acceptMany', { ids: [...ids, ...ids] });
      expect(await world.contacts('EST')).toHaveLength(3);
      expect(await world.revision()).toBe(revision + 1);
    });

    it('take no effect at all where one is at fault, which the error names', async () => {
      const [first = '', second = '', third = ''] = await idsOf();
      await estonia.rejects(second);
      expect(await estonia.refused('acceptMany', { ids: [first, second, third] })).toMatchObject({
        code: 'CONFLICT',
        extensions: { proposal: second },
      });
      expect(await estonia.refused('rejectMany', { ids: [first, 'nothing'] })).toMatchObject({
        code: 'NOT_FOUND',
        extensions: { proposal: 'nothing' },
      });
      expect(await world.contacts('EST')).toEqual([]);
      expect(await idsOf()).toEqual([first, third]);
    });

    it('name the one that asks for a function', async () => {
      world.arf.add('row-1', { ...officer, state: 'EST' });
      await world.grant('EST', 'ARF');
      const proposals = await world.proposals('EST');
      const level = proposals.find(({ directory }) => directory === 'ARF');
      const error = await estonia.refused('acceptMany', { ids: proposals.map(({ id }) => id) });
      expect(error).toMatchObject({ field: 'function', extensions: { proposal: level?.id } });
      expect(await world.contacts('EST')).toEqual([]);
    });

    it('are rejected together', async () => {
      await estonia.does('rejectMany', { ids: await idsOf(), reason: 'Not now.' });
      expect(await world.proposals('EST')).toEqual([]);
      expect(await estonia.refusals()).toHaveLength(3);
    });

    it.each([[[]], [Array.from({ length: 201 }, (_none, index) => `id-${index}`)]])(
      'are 1 to 200',
      async (ids) => {
        expect(await estonia.refused('acceptMany', { ids })).toMatchObject({
          code: 'BAD_USER_INPUT',
          field: 'ids',
        });
      },
    );

    it.each(['proposal', 'contact', 'copy_source', 'contact_revision'])(
      'are done whole or not at all: storage fails at %s',
      async (table) => {
        const ids = await idsOf();
        const lift = await refuseWrites(world.storage.location, table);
        expect((await estonia.refused('acceptMany', { ids })).code).toBe('INTERNAL_SERVER_ERROR');
        await lift();
        expect(await idsOf()).toEqual(ids);
        expect(await world.contacts('EST')).toEqual([]);
        await estonia.does('acceptMany', { ids });
        expect(await world.contacts('EST')).toHaveLength(3);
      },
    );
  });
});
