import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, DirectoryWorld } from './directory-world.ts';
import type { Listed } from './scripted-adapter.ts';
import { StateAuthority } from './state-acts.ts';

const berg: Partial<Listed> = {
  ...anna,
  name: 'Anna Berg',
  emails: ['anna.berg@mfa.example'],
  phones: ['+44 1632 960001'],
};

describe.each(databases)(
  'a key that is given to somebody else while something is withheld, on $name',
  ({ make }) => {
    let world: DirectoryWorld;
    beforeEach(async () => {
      world = await DirectoryWorld.start(make);
      world.osce.add('EST-POL-1', berg);
      await world.pull('OSCE');
    });
    afterEach(() => world.stop());
    const becomes = async (change: Partial<Listed>) => {
      world.osce.edit('EST-POL-1', change);
      await world.pull('OSCE');
      return world.contact('EST');
    };

    it('keeps no name of the predecessor beside the mailbox of a successor', async () => {
      await world.grant('EST', 'OSCE');
      const successor = { emails: ['v.olsen@mfa.example'], phones: ['+44 1632 960002'] };
      expect(await becomes({ ...successor, name: null, withheld: ['name'] })).toMatchObject({
        name: null,
        emails: ['v.olsen@mfa.example'],
        phones: ['+441632960002'],
      });
      world.osce.note('EST-POL-1');
      await world.pull('OSCE');
      expect(await world.contact('EST')).toMatchObject({ name: null });
    });

    it('keeps no mailbox and telephone of the predecessor beside a family name', async () => {
      await world.grant('EST', 'OSCE');
      expect(
        await becomes({ name: 'Berg', emails: [], phones: [], withheld: ['emails', 'phones'] }),
      ).toMatchObject({ name: 'Berg', emails: [], phones: [] });
    });

    it('mixes nobody in review mode either, whatever else changes while it waits', async () => {
      const estonia = new StateAuthority(world, 'EST');
      await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
      await estonia.accepts((await estonia.waiting()).id);
      await becomes({ name: null, emails: ['v.olsen@mfa.example'], withheld: ['name'] });
      expect(await becomes({ title: 'Head' })).toMatchObject({ name: 'Anna Berg' });
      const asked = await estonia.waiting();
      expect(asked.changes).toContainEqual({ field: 'name', before: ['Anna Berg'], after: [] });
      await estonia.accepts(asked.id);
      expect(await world.contact('EST')).toMatchObject({ name: null, emails: ['v.olsen@mfa.example'] });
    });

    it('still keeps what is withheld of the same person', async () => {
      await world.grant('EST', 'OSCE');
      expect(await becomes({ name: null, phones: [], withheld: ['name', 'phones'] })).toMatchObject({
        name: 'Anna Berg',
        phones: ['+441632960001'],
      });
    });
  },
);

describe.each(databases)('a telephone in a change, on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    world.osce.add('EST-POL-1', { ...berg, phones: ['+44 1632 960001 ext. 7'] });
    await world.pull('OSCE');
    await world.grant('EST', 'OSCE');
  });
  afterEach(() => world.stop());
  const lastChanges = async () => {
    const { id } = await world.contact('EST');
    return (await world.history('EST', id)).sort((a, b) => b.revision - a.revision)[0]?.changes;
  };

  it('is told under “phones” as the contact shows it, and its extension under “telephones”', async () => {
    expect(await world.contact('EST')).toMatchObject({ phones: ['+441632960001'] });
    expect(await lastChanges()).toEqual(
      expect.arrayContaining([
        { field: 'phones', before: [], after: ['+441632960001'] },
        { field: 'telephones', before: [], after: ['+441632960001 ext. 7'] },
      ]),
    );
  });

  it.each([
    ['its extension', '+44 1632 960001 ext. 8', ['+441632960001 ext. 7'], ['+441632960001 ext. 8']],
    [
      'how it is written',
      '+44 (1632) 960001 ext. 7',
      ['+441632960001 ext. 7, written +44 1632 960001 ext. 7'],
      ['+441632960001 ext. 7, written +44 (1632) 960001 ext. 7'],
    ],
  ])('changes in no silence where only %s is another', async (_what, phone, before, after) => {
    world.osce.edit('EST-POL-1', { phones: [phone] });
    await world.pull('OSCE');
    expect(await lastChanges()).toEqual([{ field: 'telephones', before, after }]);
  });
});
