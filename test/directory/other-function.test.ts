import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, authority, DirectoryWorld, desk } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const policy = { ...anna, function: 'DIPLOMATIC' as const };
const Previewed = z.object({
  previewConsent: z.object({
    change: z.number(),
    wait: z.number(),
    proposals: z.array(z.object({ kind: z.string(), sourceKey: z.string() })),
  }),
});

describe.each(databases)('an entry that is for another function from now on, on $name', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', policy);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());
  const becomesTechnical = async (more: object = {}) => {
    world.osce.edit('EST-POL-1', { function: 'TECHNICAL', ...more });
    await world.pull('OSCE');
  };
  const functions = async () => (await world.contacts('EST')).map((contact) => contact.function);

  it('stays for the function it had while nobody else is left for it, marked, and the state is asked', async () => {
    await world.grant('EST', 'OSCE');
    const before = await world.contact('EST');
    await becomesTechnical({ phones: ['+44 1632 960111'] });
    const contact = await world.contact('EST');
    expect(contact).toMatchObject({
      id: before.id,
      function: 'DIPLOMATIC',
      phones: ['+441632960001'],
      copiedFrom: [{ sourceKey: 'EST-POL-1', present: false }],
    });
    const asked = await estonia.waiting();
    expect(asked).toMatchObject({
      kind: 'CHANGE',
      contact: { id: before.id },
      reason: expect.stringMatching(/for the function TECHNICAL now, and it is the last .* DIPLOMATIC/),
    });
    expect(asked.changes).toContainEqual({ field: 'function', before: ['DIPLOMATIC'], after: ['TECHNICAL'] });
    expect(asked.changes.map(({ field }) => field)).toContain('phones');
    await estonia.accepts(asked.id);
    expect(await world.contact('EST')).toMatchObject({
      id: before.id,
      function: 'TECHNICAL',
      phones: ['+441632960111'],
      copiedFrom: [{ present: true }],
    });
  });

  it('is no question while its directory does not list it, and one again once it does', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.edit('EST-POL-1', { function: 'TECHNICAL' });
    world.osce.markAbsent('EST-POL-1');
    await world.pull('OSCE');
    expect(await world.proposals('EST')).toEqual([]);
    expect(await world.contact('EST')).toMatchObject({
      function: 'DIPLOMATIC',
      copiedFrom: [{ present: false }],
    });
    world.osce.returnToList('EST-POL-1', {});
    await world.pull('OSCE');
    expect(await estonia.waits()).toEqual(['CHANGE EST-POL-1']);
    world.osce.markAbsent('EST-POL-1');
    await world.pull('OSCE');
    expect(await world.proposals('EST')).toEqual([]);
    world.osce.returnToList('EST-POL-1', {});
    await world.pull('OSCE');
    await estonia.accepts((await estonia.waiting()).id);
    expect(await world.contact('EST')).toMatchObject({
      function: 'TECHNICAL',
      copiedFrom: [{ present: true }],
    });
  });

  it('follows at once where somebody else is left for the function it had', async () => {
    world.osce.add('EST-POL-2', { ...policy, name: 'Jaan Mets', emails: ['jaan@mfa.example'] });
    await world.pull('OSCE');
    await world.grant('EST', 'OSCE');
    await becomesTechnical();
    expect(await functions()).toEqual(['DIPLOMATIC', 'TECHNICAL']);
    expect(await world.proposals('EST')).toEqual([]);
  });

  it('follows as soon as somebody else is there for it, from whichever side', async () => {
    await world.grant('EST', 'OSCE');
    await becomesTechnical();
    await estonia.waiting();
    await estonia.does('create', {
      state: 'EST',
      input: { function: 'DIPLOMATIC', kind: 'OFFICE', emails: ['duty@mfa.example'] },
    });
    expect(await functions()).toEqual(['DIPLOMATIC', 'TECHNICAL']);
    expect((await world.contacts('EST'))[1]).toMatchObject({ copiedFrom: [{ present: true }] });
    expect(await world.proposals('EST')).toEqual([]);
  });

  it('follows at once where another entry takes its place in the same pull', async () => {
    world.osce.add('EST-TEC-1', desk);
    await world.pull('OSCE');
    await world.grant('EST', 'OSCE');
    world.osce.edit('EST-TEC-1', { function: 'DIPLOMATIC' });
    await becomesTechnical();
    expect((await world.contacts('EST')).map((contact) => [contact.function, contact.name])).toEqual([
      ['DIPLOMATIC', null],
      ['TECHNICAL', 'Anna Näide'],
    ]);
    expect(await world.proposals('EST')).toEqual([]);
  });

  it('is asked about no more once a later pull gives it the old function again', async () => {
    await world.grant('EST', 'OSCE');
    await becomesTechnical();
    const { id } = await estonia.waiting();
    world.osce.edit('EST-POL-1', { function: 'DIPLOMATIC', title: 'Counsellor' });
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({
      function: 'DIPLOMATIC',
      title: 'Counsellor',
      copiedFrom: [{ present: true }],
    });
    expect(await world.proposals('EST', 'SUPERSEDED')).toMatchObject([{ id }]);
  });

  it('stays, and its removal is asked, where the consent does not cover the new function', async () => {
    await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC'] });
    await becomesTechnical();
    expect(await world.contact('EST')).toMatchObject({
      function: 'DIPLOMATIC',
      copiedFrom: [{ present: false }],
    });
    const asked = await estonia.waiting();
    expect(asked).toMatchObject({
      kind: 'REMOVE',
      reason: expect.stringMatching(/TECHNICAL now, which your consent does not cover/),
    });
    await estonia.accepts(asked.id);
    expect(await world.contacts('EST')).toEqual([]);
    world.osce.edit('EST-POL-1', { title: 'Counsellor' });
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toEqual([]);
  });

  it('stays in review mode too, where the consent does not cover the new function', async () => {
    await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC'], mode: 'REVIEW' });
    await estonia.accepts((await estonia.waiting()).id);
    await becomesTechnical();
    expect(await functions()).toEqual(['DIPLOMATIC']);
    expect(await estonia.waits()).toEqual(['REMOVE EST-POL-1']);
  });

  it.each([
    ['covered', {}],
    ['not covered', { functions: ['DIPLOMATIC'] }],
  ])('stays for good where the state says no, and is not asked again: %s', async (_which, terms) => {
    await world.grant('EST', 'OSCE', terms);
    await becomesTechnical();
    await estonia.rejects((await estonia.waiting()).id);
    world.osce.note('EST-POL-1');
    await world.pull('OSCE');
    expect(await functions()).toEqual(['DIPLOMATIC']);
    expect(await world.proposals('EST')).toEqual([]);
  });

  it('is asked nothing that its entry says no longer, where the state answered before what it says again', async () => {
    await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC', 'TECHNICAL'] });
    await becomesTechnical();
    await estonia.rejects((await estonia.waiting()).id);
    world.osce.edit('EST-POL-1', { function: 'LEGAL' });
    await world.pull('OSCE');
    expect(await estonia.waits()).toEqual(['REMOVE EST-POL-1']);
    await becomesTechnical();
    expect(await functions()).toEqual(['DIPLOMATIC']);
    expect(await world.proposals('EST')).toEqual([]);
  });

  it('is asked for the function of its new level also where its entry names nobody any more, until somebody else is there', async () => {
    world.arf.add('MYS 1', { state: 'MYS', level: 'HIGH_LEVEL', name: 'A Person' });
    await world.pull('ARF');
    await world.grant('MYS', 'ARF', { levels: [{ level: 'HIGH_LEVEL', function: 'DIPLOMATIC' }] });
    world.arf.edit('MYS 1', { level: 'WORKING_LEVEL', name: null });
    await world.pull('ARF');
    const malaysia = new StateAuthority(world, 'MYS');
    expect(await malaysia.waits()).toEqual(['CHANGE MYS 1']);
    expect((await world.contact('MYS')).name).toBe('A Person');
    const duty = { function: 'DIPLOMATIC', kind: 'OFFICE', emails: ['duty@mfa.example'] };
    await malaysia.does('create', { state: 'MYS', input: duty });
    expect((await world.contact('MYS')).emails).toEqual(['duty@mfa.example']);
    expect(await malaysia.waits()).toEqual([]);
  });

  it('is asked only for what a yes would change, also once the state wrote a part of it itself', async () => {
    await world.grant('EST', 'OSCE');
    await becomesTechnical({ phones: ['+44 1632 960111'] });
    const fields = async () => (await estonia.waiting()).changes.map(({ field }) => field);
    expect(await fields()).toEqual(['function', 'phones']);
    const { id } = await world.contact('EST');
    await estonia.does('update', { id, revision: 1, input: { phones: ['+44 1632 960999'] } });
    expect(await fields()).toEqual(['function']);
    await estonia.accepts((await estonia.waiting()).id);
    expect(await world.contact('EST')).toMatchObject({ function: 'TECHNICAL', phones: ['+441632960999'] });
  });

  it('is asked about its removal once it is taken out while it waits', async () => {
    await world.grant('EST', 'OSCE');
    await becomesTechnical();
    world.osce.remove('EST-POL-1');
    await world.pull('OSCE');
    expect(await functions()).toEqual(['DIPLOMATIC']);
    expect(await estonia.waits()).toEqual(['REMOVE EST-POL-1']);
  });

  it('stays while nobody has said which function its new level is', async () => {
    world.arf.add('MYS 1', {
      state: 'MYS',
      level: 'HIGH_LEVEL',
      name: 'A Person',
      emails: ['a@arf.example'],
    });
    await world.pull('ARF');
    const malaysia = new StateAuthority(world, 'MYS');
    await world.grant('MYS', 'ARF', { levels: [{ level: 'HIGH_LEVEL', function: 'DIPLOMATIC' }] });
    world.arf.edit('MYS 1', { level: 'WORKING_LEVEL' });
    await world.pull('ARF');
    const { id } = await world.contact('MYS');
    const asked = await malaysia.waiting();
    expect(asked).toMatchObject({ kind: 'CHANGE', contact: { id } });
    await malaysia.accepts(asked.id, 'TECHNICAL');
    expect(await world.contact('MYS')).toMatchObject({
      id,
      function: 'TECHNICAL',
      copiedFrom: [{ present: true }],
    });
  });

  it('goes once somebody else is there for its function, and the question of its new level shows all of the entry', async () => {
    const person = { state: 'MYS', name: 'A Person', emails: ['a@arf.example'] };
    world.arf.add('MYS 1', { ...person, level: 'HIGH_LEVEL' });
    await world.pull('ARF');
    const malaysia = new StateAuthority(world, 'MYS');
    await world.grant('MYS', 'ARF', { levels: [{ level: 'HIGH_LEVEL', function: 'DIPLOMATIC' }] });
    world.arf.edit('MYS 1', { level: 'WORKING_LEVEL' });
    await world.pull('ARF');
    const duty = { function: 'DIPLOMATIC', kind: 'OFFICE', emails: ['duty@mfa.example'] };
    await malaysia.does('create', { state: 'MYS', input: duty });
    expect((await world.contact('MYS')).emails).toEqual(['duty@mfa.example']);
    const asked = await malaysia.waiting();
    expect(asked).toMatchObject({ kind: 'ADD', contact: null });
    expect(asked.changes).toEqual([
      { field: 'level', before: [], after: ['WORKING_LEVEL'] },
      { field: 'kind', before: [], after: ['PERSON'] },
      { field: 'name', before: [], after: ['A Person'] },
      { field: 'emails', before: [], after: ['a@arf.example'] },
    ]);
  });

  it('follows at once where the state itself says what a level is for, or covers its function no more', async () => {
    world.arf.add('MYS 1', {
      state: 'MYS',
      level: 'HIGH_LEVEL',
      name: 'A Person',
      emails: ['a@arf.example'],
    });
    await world.pull('ARF');
    await world.grant('MYS', 'ARF', { levels: [{ level: 'HIGH_LEVEL', function: 'DIPLOMATIC' }] });
    await world.grant('MYS', 'ARF', { levels: [{ level: 'HIGH_LEVEL', function: 'TECHNICAL' }] });
    expect(await world.contact('MYS')).toMatchObject({ function: 'TECHNICAL' });
    expect(await world.proposals('MYS')).toEqual([]);
    await world.grant('EST', 'OSCE');
    await world.grant('EST', 'OSCE', { functions: ['LEGAL'] });
    expect(await world.contacts('EST')).toEqual([]);
  });

  it('is shown by a preview as it then is, also under a new consent', async () => {
    await world.grant('EST', 'OSCE');
    await becomesTechnical();
    const input = { state: 'EST', directory: 'OSCE', functions: ['DIPLOMATIC'] };
    const { previewConsent } = await world.get(
      authority('EST'),
      'query ($input: GrantConsentInput!) { previewConsent(input: $input) { change wait proposals { kind sourceKey } } }',
      Previewed,
      { input },
    );
    expect(previewConsent).toEqual({
      change: 0,
      wait: 1,
      proposals: [{ kind: 'REMOVE', sourceKey: 'EST-POL-1' }],
    });
    await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC'] });
    expect(await functions()).toEqual(['DIPLOMATIC']);
    expect(await estonia.waits()).toEqual(['REMOVE EST-POL-1']);
  });
});
