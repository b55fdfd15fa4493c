import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, DirectoryWorld, desk } from './directory-world.ts';
import { refuseWrites } from './storage-faults.ts';

describe.each(databases)('following a directory on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    world.osce.add('EST-POL-1', anna);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  it('copies a change, with a revision, its history and its provenance', async () => {
    const { consent, contacts } = await world.grant('EST', 'OSCE');
    const [before] = contacts;
    world.clock.set('2026-03-02T08:00:00.000Z');
    world.osce.edit('EST-POL-1', { phones: ['+44 1632 960111'] });
    await world.pull('OSCE');
    const after = await world.contact('EST');
    expect(after).toMatchObject({
      id: before?.id,
      revision: 2,
      phones: ['+441632960111'],
      updatedAt: '2026-03-02T08:00:00.000Z',
    });
    const at = (field: string) => after.provenance.find((row) => row.field === field);
    expect(at('phones')).toMatchObject({ at: '2026-03-02T08:00:00.000Z', pull: 'OSCE-pull-2' });
    expect(at('name')).toEqual(before?.provenance.find(({ field }) => field === 'name'));
    const history = await world.history('EST', after.id);
    expect(history).toMatchObject([
      { revision: 1, action: 'ADDED', actor: 'authority of EST', authority: consent.id },
      {
        revision: 2,
        action: 'CHANGED',
        actor: 'pull OSCE-pull-2',
        authority: consent.id,
        changes: [{ field: 'phones', before: ['+441632960001'], after: ['+441632960111'] }],
      },
    ]);
  });

  it('sees a change of nothing but an extension', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.edit('EST-POL-1', { phones: ['+44 1632 960001 ext. 7'] });
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({ revision: 2, phones: ['+441632960001'] });
  });

  it('makes no revision where nothing consented changed', async () => {
    await world.grant('EST', 'OSCE', { fields: ['emails'] });
    const revision = await world.revision();
    world.osce.edit('EST-POL-1', { name: 'Another Name' });
    world.osce.note('EST-POL-1');
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({ revision: 1, name: null });
    expect(await world.revision()).toBe(revision);
  });

  it('adds new entries and leaves other states alone', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.add('EST-TEC-1', desk);
    world.osce.add('LVA-POL-1', { ...anna, state: 'LVA' });
    world.osce.add('EU-1', { ...anna, state: null });
    await world.pull('OSCE');
    expect((await world.contacts('EST')).map(({ function: of }) => of)).toEqual(['DIPLOMATIC', 'TECHNICAL']);
    expect(await world.contacts('LVA')).toEqual([]);
  });

  it('keeps the copy of an absent entry and flags it, until it returns', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.markAbsent('EST-POL-1');
    await world.pull('OSCE');
    const absent = await world.contact('EST');
    expect(absent).toMatchObject({ revision: 1, name: 'Anna Näide', copiedFrom: [{ present: false }] });
    world.osce.returnToList('EST-POL-1', { title: 'Counsellor' });
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({
      id: absent.id,
      title: 'Counsellor',
      copiedFrom: [{ present: true }],
    });
  });

  it('copies no entry anew that its region no longer lists', async () => {
    world.osce.markAbsent('EST-POL-1');
    await world.pull('OSCE');
    expect((await world.grant('EST', 'OSCE')).contacts).toEqual([]);
  });

  it('removes the copy of a removed entry where another is left for its function', async () => {
    world.osce.add('EST-POL-2', { ...anna, name: 'Second Person' });
    await world.grant('EST', 'OSCE');
    world.osce.remove('EST-POL-1');
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({ name: 'Second Person' });
  });

  it('keeps the last contact of a state, and asks', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.remove('EST-POL-1');
    await world.pull('OSCE');
    const kept = await world.contact('EST');
    expect(kept).toMatchObject({ name: 'Anna Näide', copiedFrom: [{ present: false }] });
    const [waiting] = await world.proposals('EST');
    expect(waiting).toMatchObject({ kind: 'REMOVE', sourceKey: 'EST-POL-1', contact: { id: kept.id } });
    expect(waiting?.reason).toMatch(/last point of contact of the state\. It is kept/);
    expect(waiting?.changes).toContainEqual({ field: 'name', before: ['Anna Näide'], after: [] });
  });

  it('keeps the last contact of a function, and asks', async () => {
    world.osce.add('EST-TEC-1', desk);
    await world.grant('EST', 'OSCE');
    world.osce.remove('EST-TEC-1');
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toHaveLength(2);
    expect((await world.proposals('EST'))[0]?.reason).toMatch(/for the function TECHNICAL/);
  });

  it.each([
    ['removal first, in one pull', ['remove', 'add']],
    ['nomination first, in one pull', ['add', 'remove']],
    ['removal first, days apart', ['remove', 'pull', 'add']],
    ['nomination first, days apart', ['add', 'pull', 'remove']],
  ])('never leaves a gap in a replacement: %s', async (_order, steps) => {
    const { contacts } = await world.grant('EST', 'OSCE');
    for (const step of steps) {
      if (step === 'remove') world.osce.remove('EST-POL-1');
      if (step === 'add') world.osce.add('EST-POL-9', { ...anna, name: 'Successor' });
      if (step !== 'pull') continue;
      await world.pull('OSCE');
      expect(await world.contacts('EST')).not.toEqual([]);
    }
    world.osce.pageSize = 1;
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({ name: 'Successor' });
    expect(await world.proposals('EST')).toEqual([]);
    expect(contacts).toHaveLength(1);
  });

  it('keeps the last contact of a function whose successor at that level is for another one', async () => {
    world.oas.add('OAS-1', { ...anna, level: 'CYBER_POLICY' });
    await world.pull('OAS');
    await world.grant('EST', 'OAS');
    world.oas.remove('OAS-1');
    await world.pull('OAS');
    world.oas.add('OAS-2', { ...desk, level: 'CYBER_POLICY' });
    await world.pull('OAS');
    expect((await world.contacts('EST')).map((contact) => contact.function)).toEqual([
      'DIPLOMATIC',
      'TECHNICAL',
    ]);
    expect(await world.proposals('EST')).toMatchObject([{ kind: 'REMOVE', sourceKey: 'OAS-1' }]);
    world.oas.add('OAS-3', {
      ...anna,
      level: 'CYBER_POLICY',
      name: 'Jaan Mets',
      emails: ['jaan@mfa.example'],
    });
    await world.pull('OAS');
    expect((await world.contacts('EST')).map(({ name }) => name)).toEqual(['Jaan Mets', null]);
    expect(await world.proposals('EST')).toEqual([]);
  });

  it('keeps a removed entry of the OAS until its successor at that level is there, though others remain', async () => {
    const level = 'CYBER_POLICY';
    world.oas.add('OAS-PER-1', { ...anna, state: 'PER', level });
    world.oas.add('OAS-PER-2', {
      ...anna,
      state: 'PER',
      name: 'Other Person',
      emails: ['o@per.example'],
      level: 'FOREIGN_AFFAIRS',
    });
    await world.grant('PER', 'OAS');
    world.oas.remove('OAS-PER-1');
    await world.pull('OAS');
    expect((await world.contacts('PER')).map(({ name }) => name).sort()).toEqual([
      'Anna Näide',
      'Other Person',
    ]);
    expect((await world.proposals('PER'))[0]?.reason).toMatch(
      /at the level CYBER_POLICY; its successor may come later/,
    );
    // A consent with other terms is no yes to it.
    await world.grant('PER', 'OAS', { fields: ['name', 'emails'] });
    expect(await world.contacts('PER')).toHaveLength(2);
    expect(await world.proposals('PER')).toMatchObject([{ kind: 'REMOVE', sourceKey: 'OAS-PER-1' }]);
    world.oas.add('OAS-PER-3', {
      ...anna,
      state: 'PER',
      name: 'Successor',
      emails: ['s@per.example'],
      level,
    });
    await world.pull('OAS');
    expect((await world.contacts('PER')).map(({ name }) => name).sort()).toEqual([
      'Other Person',
      'Successor',
    ]);
    expect(await world.proposals('PER')).toEqual([]);
  });

  it('lets a waiting removal rest where the entry is listed again', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.remove('EST-POL-1');
    await world.pull('OSCE');
    world.osce.returnToList('EST-POL-1');
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({ copiedFrom: [{ present: true }] });
    expect(await world.proposals('EST')).toEqual([]);
  });

  it('follows a change of function, within those consented', async () => {
    for (const purpose of ['DIPLOMATIC', 'LEGAL'] as const)
      world.osce.add(`EST-${purpose}`, { ...anna, function: purpose, name: `Other ${purpose}`, emails: [] });
    await world.pull('OSCE');
    await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC', 'LEGAL'] });
    const annas = async () => (await world.contacts('EST')).filter(({ name }) => name === anna.name);
    world.osce.edit('EST-POL-1', { function: 'LEGAL' });
    await world.pull('OSCE');
    expect(await annas()).toMatchObject([{ function: 'LEGAL', revision: 2 }]);
    world.osce.edit('EST-POL-1', { function: 'TECHNICAL' });
    await world.pull('OSCE');
    expect(await annas()).toEqual([]);
    world.osce.edit('EST-POL-1', { function: 'LEGAL' });
    await world.pull('OSCE');
    expect(await annas()).toMatchObject([{ function: 'LEGAL' }]);
  });

  it('takes an entry that becomes another state’s as gone for the first, and lets the second’s consent decide', async () => {
    world.osce.add('EST-POL-2', { ...anna, name: 'Second Person' });
    await world.grant('EST', 'OSCE');
    world.osce.edit('EST-POL-1', { state: 'LVA' });
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({ name: 'Second Person' });
    expect(await world.contacts('LVA')).toEqual([]);
    await world.grant('LVA', 'OSCE');
    expect(await world.contact('LVA')).toMatchObject({ name: 'Anna Näide' });
    world.osce.edit('EST-POL-1', { state: 'EST' });
    await world.pull('OSCE');
    expect((await world.contacts('EST')).map(({ name }) => name)).toEqual(['Anna Näide', 'Second Person']);
    expect(await world.contact('LVA')).toMatchObject({ copiedFrom: [{ present: false }] });
  });

  it('keeps what was known of a field that its source begins to withhold', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.edit('EST-POL-1', { phones: [], withheld: ['phones'], title: 'Counsellor' });
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({ title: 'Counsellor', phones: ['+441632960001'] });
  });

  it('lets everything wait in review mode, the newest change in place of the one before', async () => {
    expect((await world.grant('EST', 'OSCE', { mode: 'REVIEW' })).contacts).toEqual([]);
    expect(await world.proposals('EST')).toMatchObject([{ kind: 'ADD', sourceKey: 'EST-POL-1' }]);
    world.osce.edit('EST-POL-1', { title: 'Counsellor' });
    world.osce.add('EST-TEC-1', desk);
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toEqual([]);
    const waiting = await world.proposals('EST');
    expect(waiting).toHaveLength(2);
    expect(waiting.flatMap(({ changes }) => changes)).toContainEqual({
      field: 'title',
      before: [],
      after: ['Counsellor'],
    });
    world.osce.remove('EST-TEC-1');
    await world.pull('OSCE');
    expect(await world.proposals('EST')).toHaveLength(1);
    expect(await world.proposals('EST', 'SUPERSEDED')).toHaveLength(2);
  });

  it('proposes changes and removals of what was copied before a state asked for review', async () => {
    await world.grant('EST', 'OSCE');
    await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
    world.osce.edit('EST-POL-1', { title: 'Counsellor' });
    await world.pull('OSCE');
    const contact = await world.contact('EST');
    expect(contact.title).toBe('Adviser');
    expect(await world.proposals('EST')).toMatchObject([
      {
        kind: 'CHANGE',
        contact: { id: contact.id },
        changes: [{ field: 'title', before: ['Adviser'], after: ['Counsellor'] }],
      },
    ]);
    world.osce.edit('EST-POL-1', { title: 'Adviser' });
    await world.pull('OSCE');
    expect(await world.proposals('EST')).toEqual([]);
    world.osce.remove('EST-POL-1');
    await world.pull('OSCE');
    expect(await world.proposals('EST')).toMatchObject([{ kind: 'REMOVE' }]);
    expect(await world.contacts('EST')).toHaveLength(1);
  });

  it.each(['regional_directory', 'contact_revision', 'copy_source', 'directory_revision'])(
    'does a page whole or not at all: storage fails at %s',
    async (table) => {
      await world.grant('EST', 'OSCE');
      const before = await world.contacts('EST');
      const revision = await world.revision();
      world.osce.edit('EST-POL-1', { title: 'Counsellor' });
      world.osce.add('EST-TEC-1', desk);
      const lift = await refuseWrites(world.storage.location, table);
      await expect(world.pull('OSCE')).rejects.toThrow();
      expect(await world.contacts('EST')).toEqual(before);
      expect(await world.revision()).toBe(revision);
      await lift();
      await world.restart();
      await world.pull('OSCE');
      const after = await world.contacts('EST');
      expect(after.map(({ title, revision: own }) => [title, own])).toEqual([
        ['Counsellor', 2],
        [null, 1],
      ]);
      await world.restart();
      await world.pull('OSCE');
      expect(await world.contacts('EST')).toEqual(after);
    },
  );

  it('does each change once where several follow at once', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.pageSize = 2;
    for (let index = 1; index <= 9; index++) world.osce.edit('EST-POL-1', { title: `Title ${index}` });
    const second = world.storage.location.kind === 'postgres' ? await world.openInstance() : world.part;
    await Promise.all([1, 2, 3, 4].map((index) => world.pull('OSCE', index % 2 ? world.part : second)));
    const contact = await world.contact('EST');
    expect(contact).toMatchObject({ title: 'Title 9', revision: 10 });
    expect(await world.history('EST', contact.id)).toHaveLength(10);
  });

  it('drops a page that another follower has passed meanwhile, and brings nothing back', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.add('EST-POL-2', { ...anna, name: 'Soon Gone' });
    world.osce.afterChanges = async () => {
      world.osce.afterChanges = () => undefined;
      world.osce.remove('EST-POL-2');
      await world.pull('OSCE');
    };
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({ name: 'Anna Näide' });
    const revision = await world.revision();
    await world.pull('OSCE');
    expect(await world.revision()).toBe(revision);
  });

  it('goes on where it stood while a directory was down, and follows the others', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.edit('EST-POL-1', { title: 'Counsellor' });
    world.arf.isDown = true;
    await world.part.start();
    expect(await world.contact('EST')).toMatchObject({ title: 'Counsellor' });
  });
});
