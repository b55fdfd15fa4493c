import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../platform/identity/caller.ts';
import { authority, contactOf, custodian, organisation } from '../directory/directory-world.ts';
import { databases } from '../support/databases.ts';
import { duty, law } from './offices.ts';
import { SubmissionWorld } from './submission-world.ts';

describe.each(databases.slice(0, 1))('what the custodian enters for a state, on $name', ({ make }) => {
  let world: SubmissionWorld;
  beforeAll(async () => {
    world = await SubmissionWorld.start(make);
  });
  afterAll(() => world.stop());
  beforeEach(() => world.begin());

  describe('is refused at entry', () => {
    it.each([
      [
        'an act that the state’s own edit would be refused',
        [{ add: { ...law, emails: ['nobody'] } }],
        'input.acts.0.add.emails.0',
      ],
      [
        'a contact without what it needs',
        [{ add: law }, { add: { ...law, emails: [] } }],
        'input.acts.1.add.emails',
      ],
      [
        'a contact that is not there',
        [{ remove: { id: 'none', revision: 1, reason: 'Gone.' } }],
        'input.acts.0.remove.id',
      ],
      [
        'an act of two kinds',
        [{ add: law, remove: { id: 'none', revision: 1, reason: 'Gone.' } }],
        'input.acts.0',
      ],
      [
        'a day that has not come',
        [{ add: { ...law, changedOn: '2027-01-01' } }],
        'input.acts.0.add.changedOn',
      ],
      ['no act', [], 'input.acts'],
    ])('with %s', async (_what, acts, field) => {
      const error = await world.refused(custodian, 'enter', { input: await world.input(acts) });
      expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field });
      expect(await world.contacts()).toEqual([]);
      expect(await world.told()).toEqual([]);
    });

    it('with another state’s contact, a contact twice, or one that changed', async () => {
      const { id } = await world.nominates(duty);
      const change = { id, revision: 1, input: { title: 'Head' } };
      const foreign = await world.input([{ change }], { state: 'NOR' });
      expect(await world.refused(custodian, 'enter', { input: foreign })).toMatchObject({
        field: 'input.acts.0.change.id',
      });
      const twice = await world.input([{ change }, { remove: { id, revision: 1, reason: 'Gone.' } }]);
      expect(await world.refused(custodian, 'enter', { input: twice })).toMatchObject({
        field: 'input.acts.1',
      });
      const stale = await world.input([{ change: { ...change, revision: 7 } }]);
      expect(await world.refused(custodian, 'enter', { input: stale })).toMatchObject({
        code: 'CONFLICT',
        extensions: { act: 0, revision: 1 },
      });
    });

    it.each([
      [{ state: 'XXX' }, 'input.state'],
      [{ reference: ' ' }, 'input.reference'],
      [{ receivedOn: '2027-01-01' }, 'input.receivedOn'],
      [{ document: 'none' }, 'input.document'],
    ])('with %o', async (more, field) => {
      const input = await world.input([{ add: law }], more);
      expect(await world.refused(custodian, 'enter', { input })).toMatchObject({ field });
    });

    it('with a document that belongs to another submission', async () => {
      const input = await world.input([{ add: law }]);
      await world.does(custodian, 'enter', { input });
      expect(await world.refused(custodian, 'enter', { input })).toMatchObject({ field: 'input.document' });
    });
  });

  it.each([
    ['nobody', () => null, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
    ['another state', () => authority('LVA'), 'FORBIDDEN', 'NOT_FOUND'],
    ['a contact of the state', () => contactOf(world.iso3), 'FORBIDDEN', 'FORBIDDEN'],
    ['an organisation', () => organisation('OSCE'), 'FORBIDDEN', 'FORBIDDEN'],
    ['the custodian', () => custodian, null, 'FORBIDDEN'],
    ['the state itself', () => world.authority, 'FORBIDDEN', null],
  ] as const satisfies readonly (readonly [string, () => Caller | null, string | null, string | null])[])(
    'is entered by the custodian and answered by the authority: not for %s',
    async (_who, callerOf, enters, decides) => {
      const { id } = await world.enters([{ add: law }]);
      const input = await world.input([{ add: law }]);
      const caller = callerOf();
      if (enters !== null) {
        expect((await world.refused(caller, 'enter', { input })).code).toBe(enters);
        expect((await world.refused(caller, 'withdraw', { id, reason: 'X' })).code).toBe(enters);
        expect((await world.refused(caller, 'countersign', { id })).code).toBe(enters);
        expect((await world.refused(caller, 'upload', { name: 'n', content: 'JVBERi0=' })).code).toBe(enters);
        expect((await world.refused(caller, 'period', { days: 7 })).code).toBe(enters);
      }
      if (decides !== null) {
        expect((await world.refused(caller, 'confirm', { id })).code).toBe(decides);
        expect((await world.refused(caller, 'refuse', { id, reason: 'X' })).code).toBe(decides);
      }
    },
  );
});
