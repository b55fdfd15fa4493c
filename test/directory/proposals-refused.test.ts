import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, DirectoryWorld, desk } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

describe.each(databases)('refusing proposals on $name', ({ make }) => {
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

  describe('a no', () => {
    it('leaves a new entry out, and the same content is not proposed again until the entry changes', async () => {
      await world.grant('EST', 'OSCE', { mode: 'REVIEW', fields: ['name', 'emails'] });
      const rejected = await estonia.rejects((await estonia.waiting()).id, 'She has left.');
      expect(rejected).toMatchObject({
        status: 'REJECTED',
        decidedBy: 'authority of EST',
        decisionReason: 'She has left.',
        contact: null,
      });
      world.osce.note('EST-POL-1');
      world.osce.edit('EST-POL-1', { phones: ['+44 1632 960111'] });
      await world.pull('OSCE');
      expect(await world.proposals('EST')).toEqual([]);
      expect(await estonia.refusals()).toEqual([
        { sourceKey: 'EST-POL-1', refusal: 'CONTENT', reason: 'She has left.' },
      ]);
      world.osce.edit('EST-POL-1', { name: 'Successor' });
      await world.pull('OSCE');
      expect(await estonia.waits()).toEqual(['ADD EST-POL-1']);
      expect(await world.contacts('EST')).toEqual([]);
      // What was refused, came back after something else: that is a change.
      world.osce.edit('EST-POL-1', { name: 'Anna Näide' });
      await world.pull('OSCE');
      expect(await estonia.waits()).toEqual(['ADD EST-POL-1']);
      expect(await estonia.refusals()).toEqual([]);
    });

    it('keeps a copy as it is, while other changes of the entry wait', async () => {
      await review();
      await estonia.accepts((await estonia.waiting()).id);
      world.osce.edit('EST-POL-1', { phones: ['+44 1632 960111'] });
      await world.pull('OSCE');
      await estonia.rejects((await estonia.waiting()).id);
      world.osce.note('EST-POL-1');
      await world.pull('OSCE');
      expect(await world.proposals('EST')).toEqual([]);
      expect(await world.contact('EST')).toMatchObject({ phones: ['+441632960001'], revision: 1 });
      world.osce.edit('EST-POL-1', { title: 'Counsellor' });
      await world.pull('OSCE');
      expect((await estonia.waiting()).changes.map(({ field }) => field)).toEqual(['title', 'phones']);
    });

    it.each([
      ['in review mode', 'REVIEW'],
      ['of the last contact', 'AUTOMATIC'],
    ])(
      'keeps a copy whose entry is gone, %s, and asks again only if it comes and goes anew',
      async (_when, mode) => {
        await world.grant('EST', 'OSCE');
        if (mode === 'REVIEW') await world.grant('EST', 'OSCE', { mode });
        world.osce.remove('EST-POL-1');
        await world.pull('OSCE');
        await estonia.rejects((await estonia.waiting()).id);
        const kept = { name: 'Anna Näide', copiedFrom: [{ present: false }] };
        expect(await world.contact('EST')).toMatchObject(kept);
        world.osce.add('EST-POL-2', { ...anna, name: 'Successor' });
        await world.pull('OSCE');
        // Other terms ask nothing anew either.
        await world.grant('EST', 'OSCE', { instrument: 'NV 2', mode: 'AUTOMATIC' });
        expect(await world.contacts('EST')).toMatchObject([kept, { name: 'Successor' }]);
        expect(await world.proposals('EST')).toEqual([]);
        world.osce.returnToList('EST-POL-1');
        world.osce.remove('EST-POL-1');
        await world.pull('OSCE');
        expect(await world.contact('EST')).toMatchObject({ name: 'Successor' });
      },
    );

    it('is kept short', async () => {
      await review();
      const { id } = await estonia.waiting();
      const error = await estonia.refused('reject', { id, reason: 'x'.repeat(2001) });
      expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field: 'reason' });
    });

    it('can be taken back: the entry is then copied or asked about, from what its directory has now', async () => {
      await review();
      await estonia.rejects((await estonia.waiting()).id);
      const entry = { state: 'EST', directory: 'OSCE', sourceKey: 'EST-POL-1' };
      expect(await estonia.does('release', entry)).toMatchObject({ refusedEntries: [] });
      await estonia.accepts((await estonia.waiting()).id);
      expect(await world.contact('EST')).toMatchObject({ name: 'Anna Näide' });
      expect(await estonia.refused('release', entry)).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'sourceKey',
      });
      const none = { ...entry, directory: 'OAS' };
      expect(await estonia.refused('release', none)).toMatchObject({ code: 'CONFLICT' });
    });
  });

  describe('a consent with other terms', () => {
    it('that copies automatically applies what waits, and not what the state said no to', async () => {
      world.osce.add('EST-TEC-1', desk);
      await review();
      const refused = (await world.proposals('EST')).find(({ sourceKey }) => sourceKey === 'EST-TEC-1');
      await estonia.rejects(refused?.id ?? '');
      await world.grant('EST', 'OSCE', { mode: 'AUTOMATIC' });
      expect(await world.contact('EST')).toMatchObject({ name: 'Anna Näide' });
      expect(await world.proposals('EST')).toEqual([]);
      world.osce.edit('EST-TEC-1', { phones: ['+44 1632 960222'] });
      await world.pull('OSCE');
      expect((await world.contacts('EST')).map(({ function: of }) => of)).toEqual([
        'DIPLOMATIC',
        'TECHNICAL',
      ]);
    });

    it('that is narrower lets no more wait than it covers', async () => {
      world.osce.add('EST-TEC-1', desk);
      await review();
      await world.grant('EST', 'OSCE', { mode: 'REVIEW', functions: ['TECHNICAL'], fields: ['emails'] });
      const waiting = await estonia.waiting();
      expect(waiting.sourceKey).toBe('EST-TEC-1');
      expect(waiting.changes.map(({ field }) => field)).toEqual(['function', 'level', 'kind', 'emails']);
      const superseded = await world.proposals('EST', 'SUPERSEDED');
      expect(superseded.map(({ changes }) => changes)).toEqual([[], []]);
    });

    it('that is narrower asks nothing again that the state said no to', async () => {
      await review();
      await estonia.rejects((await estonia.waiting()).id);
      await world.grant('EST', 'OSCE', { mode: 'REVIEW', fields: ['emails', 'name'] });
      expect(await world.proposals('EST')).toEqual([]);
      await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
      expect(await estonia.waits()).toEqual([]);
    });

    it('given after a withdrawal asks about everything anew', async () => {
      const { consent } = await review();
      await estonia.rejects((await estonia.waiting()).id);
      await world.withdraw('EST', consent.id, 'WITHDRAW');
      await review();
      expect(await estonia.waits()).toEqual(['ADD EST-POL-1']);
    });
  });
});
