import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, authority, contactOf, custodian, DirectoryWorld, organisation } from './directory-world.ts';
import { mutations, StateAuthority } from './state-acts.ts';

const duty = {
  function: 'TECHNICAL',
  kind: 'OFFICE',
  entity: 'Duty Desk of Examples',
  emails: ['duty@cert.example'],
  phones: ['+44 1632 960050'],
};

describe.each(databases)("the state's own word on $name", ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', anna);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  const ownFields = async (id: string) => {
    const shape = z.object({ contact: z.object({ ownFields: z.array(z.string()) }) });
    const query = 'query ($id: ID!) { contact(id: $id) { ownFields } }';
    return (await world.get(custodian, query, shape, { id })).contact.ownFields;
  };
  const copied = async () => {
    await world.grant('EST', 'OSCE');
    return world.contact('EST');
  };

  describe('a field it writes of a copied contact', () => {
    it('is its own: no source overwrites it, until it is released and the source shows again', async () => {
      const { id } = await copied();
      await estonia.does('update', { id, revision: 1, input: { phones: ['+44 1632 960777'] } });
      world.osce.edit('EST-POL-1', { phones: ['+44 1632 960111'], title: 'Counsellor' });
      await world.pull('OSCE');
      const edited = await world.contact('EST');
      expect(edited).toMatchObject({ phones: ['+441632960777'], title: 'Counsellor', name: 'Anna Näide' });
      expect(edited.provenance.find(({ field }) => field === 'phones')).toMatchObject({
        origin: 'DIRECT',
        directory: null,
        consentId: null,
      });
      expect(await ownFields(id)).toEqual(['phones']);
      await estonia.does('releaseField', { id, field: 'phones' });
      const released = await world.contact('EST');
      expect(released).toMatchObject({ phones: ['+441632960111'] });
      expect(released.provenance.find(({ field }) => field === 'phones')).toMatchObject({
        origin: 'COPIED',
        directory: 'OSCE',
      });
      expect(await ownFields(id)).toEqual([]);
      expect((await world.history('EST', id)).at(-1)).toMatchObject({
        action: 'RELEASED',
        actor: 'authority of EST',
        authority: null,
        changes: [{ field: 'phones', before: ['+441632960777'], after: ['+441632960111'] }],
      });
    });

    it('shows the newest of its source once released, also in review mode', async () => {
      await world.grant('EST', 'OSCE');
      await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
      const { id, revision } = await world.contact('EST');
      await estonia.does('update', { id, revision, input: { phones: ['+44 1632 960777'] } });
      world.osce.edit('EST-POL-1', { phones: ['+44 1632 960111'] });
      await world.pull('OSCE');
      expect(await world.proposals('EST')).toEqual([]);
      await estonia.does('releaseField', { id, field: 'phones' });
      expect(await world.contact('EST')).toMatchObject({ phones: ['+441632960111'] });
    });

    it('stays empty where it was emptied, and other fields stay as they are', async () => {
      const { id } = await copied();
      await estonia.does('update', { id, revision: 1, input: { title: null, languages: [] } });
      world.osce.edit('EST-POL-1', { title: 'Counsellor', languages: ['fr'] });
      await world.pull('OSCE');
      expect(await world.contact('EST')).toMatchObject({
        title: null,
        languages: [],
        name: 'Anna Näide',
        emails: ['anna@mfa.example'],
      });
      expect(await ownFields(id)).toEqual(['title', 'languages']);
      await estonia.does('releaseField', { id, field: 'title' });
      expect(await world.contact('EST')).toMatchObject({ title: 'Counsellor', languages: [] });
    });

    it('is its own also where it is written as it is already', async () => {
      const { id, name } = await copied();
      await estonia.does('update', { id, revision: 1, input: { name } });
      expect((await world.contact('EST')).revision).toBe(2);
      world.osce.edit('EST-POL-1', { name: 'Another Person' });
      await world.pull('OSCE');
      expect(await world.contact('EST')).toMatchObject({ name: 'Anna Näide', revision: 2 });
    });

    it('can be its function, and not its kind', async () => {
      const { id } = await copied();
      await estonia.does('update', { id, revision: 1, input: { function: 'LEGAL', kind: 'PERSON' } });
      expect(await world.contact('EST')).toMatchObject({ function: 'LEGAL' });
      expect(await ownFields(id)).toEqual(['function']);
      const error = await estonia.refused('update', { id, revision: 2, input: { kind: 'OFFICE' } });
      expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.kind' });
      await estonia.does('releaseField', { id, field: 'function' });
      expect(await world.contact('EST')).toMatchObject({ function: 'DIPLOMATIC' });
    });

    it.each([
      [{}, 'input', /at least one field/],
      [{ function: null }, 'input.function', /cannot be empty/],
      [{ kind: null }, 'input.kind', /cannot be empty/],
      [{ emails: [], phones: [] }, 'input.emails', /to be reached by/],
      [{ name: null }, 'input.name', /person needs a name/],
    ])('is refused with the field at fault for %j', async (input, field, message) => {
      const { id } = await copied();
      const error = await estonia.refused('update', { id, revision: 1, input });
      expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field });
      expect(error.message).toMatch(message);
      expect(await world.contact('EST')).toMatchObject({ revision: 1 });
    });

    it('is not refused for what its consent leaves out', async () => {
      await world.grant('EST', 'OSCE', { fields: ['name'] });
      const { id } = await world.contact('EST');
      await estonia.does('update', { id, revision: 1, input: { title: 'Ambassador' } });
      expect(await world.contact('EST')).toMatchObject({ title: 'Ambassador', emails: [] });
    });

    it.each([
      ['phones', /follows its source already/],
      ['shoe size', /There is no field "shoe size"/],
    ])('is not released where it is not its own: %s', async (field, message) => {
      const { id } = await copied();
      const error = await estonia.refused('releaseField', { id, field });
      expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field: 'field' });
      expect(error.message).toMatch(message);
    });

    it('goes with the copy when the consent is withdrawn, so that no empty shell stays', async () => {
      const { consent } = await world.grant('EST', 'OSCE');
      const { id } = await world.contact('EST');
      await estonia.does('update', { id, revision: 1, input: { function: 'LEGAL', title: 'Ambassador' } });
      await world.withdraw('EST', consent.id, 'WITHDRAW');
      expect(await world.contacts('EST')).toEqual([]);
    });
  });

  describe('an edit of what changed meanwhile', () => {
    it('is refused with what changed and the revision that stands', async () => {
      const { id } = await copied();
      world.osce.edit('EST-POL-1', { title: 'Counsellor', phones: ['+44 1632 960111'] });
      await world.pull('OSCE');
      for (const act of ['update', 'remove'] as const) {
        const variables = { id, revision: 1, input: { name: 'New Name' }, reason: 'Gone.' };
        const error = await estonia.refused(act, variables);
        expect(error).toMatchObject({
          code: 'CONFLICT',
          extensions: { revision: 2, changed: ['title', 'phones'] },
        });
        expect(error.message).toMatch(/title, phones \(revision 2, 2026-.*, by pull OSCE-pull-2\)/);
      }
      expect(await world.contact('EST')).toMatchObject({ name: 'Anna Näide' });
      const ahead = await estonia.refused('update', { id, revision: 9, input: { name: 'New Name' } });
      expect(ahead).toMatchObject({ code: 'CONFLICT', extensions: { revision: 2, changed: [] } });
    });

    it('takes effect once where two are sent at once', async () => {
      const { id } = await copied();
      const answers = await Promise.all(
        ['First', 'Second'].map((title) =>
          world.ask(authority('EST'), mutations.update, { id, revision: 1, input: { title } }),
        ),
      );
      expect(answers.map(({ errors }) => errors[0]?.code ?? 'ok').sort()).toEqual(['CONFLICT', 'ok']);
      expect((await world.contact('EST')).revision).toBe(2);
    });
  });

  it.each([
    ['nobody', null, 'UNAUTHENTICATED'],
    ['another state', authority('LVA'), 'FORBIDDEN'],
    ['a contact of the state', contactOf('EST'), 'FORBIDDEN'],
    ['the organisation', organisation('OSCE'), 'FORBIDDEN'],
    ['the custodian', custodian, 'FORBIDDEN'],
  ])('is not for %s to say', async (_who, caller, code) => {
    const before = await copied();
    const { id } = before;
    for (const [mutation, variables] of [
      [mutations.create, { state: 'EST', input: duty }],
      [mutations.update, { id, revision: 1, input: { name: 'X' } }],
      [mutations.remove, { id, revision: 1, reason: 'X' }],
      [mutations.releaseField, { id, field: 'name' }],
    ] as const)
      expect((await world.ask(caller, mutation, variables)).errors).toMatchObject([{ code }]);
    expect(await world.contact('EST')).toEqual(before);
  });

  it('says where there is no such contact', async () => {
    const variables = { id: 'none', revision: 1, input: { name: 'X' } };
    expect(await estonia.refused('update', variables)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('reads what it just wrote in the same request', async () => {
    const { id } = await copied();
    const twice = `mutation ($id: ID!) {
      a: updateContact(id: $id, revision: 1, input: { title: "One" }) { title state { contacts { title } } }
      b: updateContact(id: $id, revision: 2, input: { title: "Two" }) { title state { contacts { title } } } }`;
    expect((await world.ask(authority('EST'), twice, { id })).data).toEqual({
      a: { title: 'One', state: { contacts: [{ title: 'One' }] } },
      b: { title: 'Two', state: { contacts: [{ title: 'Two' }] } },
    });
  });
});
