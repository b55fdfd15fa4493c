import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, DirectoryWorld } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

// Found by telling random histories (test/histories): what a state says itself, and entries that come to stand for others.

describe.each(databases)('a contact that a state wrote or kept, on $name', ({ make }) => {
  let world: DirectoryWorld;
  let est: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    est = new StateAuthority(world, 'EST');
  });
  afterEach(() => world.stop());

  const nominated = {
    function: 'DIPLOMATIC',
    kind: 'PERSON',
    name: 'Anna Näide',
    emails: ['anna@mfa.example'],
  };
  const shown = async () =>
    (await world.contacts('EST')).map(({ name, phones, copiedFrom }) => [
      name,
      phones.join(),
      copiedFrom.map(({ directory, sourceKey }) => `${directory} ${sourceKey}`).join(),
    ]);

  test('shows nothing of another person once its entry names another at the old mailbox', async () => {
    world.osce.add('K-1', anna);
    await world.grant('EST', 'OSCE');
    await est.does('create', { state: 'EST', input: nominated });
    expect(await shown()).toEqual([['Anna Näide', '+441632960001', 'OSCE K-1']]);

    world.osce.edit('K-1', { name: 'Boris Rebane', phones: ['+44 1632 960009'] });
    await world.pull('OSCE');
    expect((await shown()).sort()).toEqual([
      ['Anna Näide', '', ''],
      ['Boris Rebane', '+441632960009', 'OSCE K-1'],
    ]);
  });

  test('keeps what was kept where its entry comes back for another function, and another directory has it still', async () => {
    world.osce.add('K-1', anna);
    world.oas.add('O-1', { ...anna, phones: [], languages: [] });
    const osce = await world.grant('EST', 'OSCE');
    await world.grant('EST', 'OAS');
    await world.withdraw('EST', osce.consent.id, 'KEEP');
    world.osce.edit('K-1', { function: 'TECHNICAL' });
    await world.grant('EST', 'OSCE');
    const contacts = await world.contacts('EST');
    const kept = contacts.find((contact) => contact.function === 'DIPLOMATIC');
    expect(kept).toMatchObject({ phones: ['+441632960001'], languages: ['et', 'en'] });
    expect(contacts.map((contact) => contact.function).sort()).toEqual(['DIPLOMATIC', 'TECHNICAL']);
  });

  test('waits in review mode for a yes, also where its entry comes to stand for somebody else', async () => {
    world.osce.add('K-1', anna);
    await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
    const whole = {
      title: 'Adviser',
      entity: 'Ministry of Examples',
      phones: ['+44 1632 960001'],
      languages: ['et'],
    };
    await est.does('create', { state: 'EST', input: { ...nominated, ...whole } });
    await est.accepts((await est.waiting()).id);
    expect(await shown()).toEqual([['Anna Näide', '+441632960001', 'OSCE K-1']]);

    world.osce.edit('K-1', {
      name: 'Boris Rebane',
      emails: ['boris@mfa.example'],
      phones: ['+44 1632 960009'],
    });
    await world.pull('OSCE');
    expect(await shown()).toEqual([['Anna Näide', '+441632960001', 'OSCE K-1']]);
    await est.accepts((await est.waiting()).id);
    expect((await shown()).sort()).toEqual([
      ['Anna Näide', '+441632960001', ''],
      ['Boris Rebane', '+441632960009', 'OSCE K-1'],
    ]);
  });

  test('follows unseen in review mode what the state says itself by now, and loses no change that waited', async () => {
    const office = {
      function: 'DIPLOMATIC',
      kind: 'OFFICE',
      entity: 'Ministry of Examples',
      emails: ['desk@mfa.example'],
      phones: ['+44 1632 960001'],
    };
    world.osce.add('K-1', {
      ...anna,
      ...office,
      state: 'EST',
      kind: 'OFFICE',
      function: 'DIPLOMATIC',
      name: null,
      title: null,
      languages: [],
    });
    await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
    await est.accepts((await est.waiting()).id);
    world.osce.edit('K-1', { phones: ['+44 1632 960007'] });
    await world.pull('OSCE');
    expect(await est.waits()).toEqual(['CHANGE K-1']);

    await est.does('create', { state: 'EST', input: office });
    expect(await est.waits()).toEqual([]);
    const contact = await world.contact('EST');
    expect(contact.phones).toEqual(['+441632960001']);
    await est.does('releaseField', { id: contact.id, field: 'phones' });
    expect((await world.contact('EST')).phones).toEqual(['+441632960007']);
  });

  test("becomes one with another directory's entry once its own follows unseen to the mailbox they have in common", async () => {
    world.osce.add('K-1', anna);
    world.oas.add('O-1', { ...anna, emails: ['anna.naide@gov.example'], phones: [] });
    await world.grant('EST', 'OSCE', { mode: 'REVIEW', fields: ['name', 'emails'] });
    await est.accepts((await est.waiting()).id);
    await world.grant('EST', 'OAS', { fields: ['name', 'emails'] });
    const { id } = (await world.contacts('EST')).find(({ copiedFrom }) =>
      copiedFrom.some(({ directory }) => directory === 'OSCE'),
    ) ?? { id: '' };
    world.osce.edit('K-1', { emails: ['anna.naide@gov.example'] });
    await world.pull('OSCE');
    await est.does('update', { id, revision: 1, input: { emails: ['anna.naide@gov.example'] } });
    expect(await shown()).toEqual([['Anna Näide', '', 'OAS O-1,OSCE K-1']]);
    expect(await est.waits()).toEqual([]);
  });

  test('asks in review mode whether its entry leaves it for somebody else, also where the state wrote just that itself', async () => {
    world.osce.add('K-1', anna);
    await world.grant('EST', 'OSCE', { mode: 'REVIEW', fields: ['name', 'emails'] });
    await est.accepts((await est.waiting()).id);
    const { id } = await world.contact('EST');
    const boris = { name: 'Boris Rebane', emails: ['boris@mfa.example'] };
    await est.does('update', { id, revision: 1, input: boris });
    world.osce.edit('K-1', boris);
    await world.pull('OSCE');
    expect(await est.waits()).toEqual(['CHANGE K-1']);
    await est.accepts((await est.waiting()).id);
    const contact = await world.contact('EST');
    expect(contact).toMatchObject(boris);
    expect(contact.provenance.map(({ field, directory }) => `${field} ${directory}`)).toContain('name OSCE');
    world.osce.edit('K-1', { emails: ['boris.rebane@mfa.example'] });
    await world.pull('OSCE');
    await est.accepts((await est.waiting()).id);
    expect(await world.contact('EST')).toMatchObject({ emails: ['boris.rebane@mfa.example'] });
  });

  test('takes what it was said to be for with it where the state names somebody else, and leaves its entries what they are', async () => {
    world.osce.add('K-1', anna);
    world.oas.add('O-1', { ...anna, function: 'TECHNICAL' });
    await world.grant('EST', 'OSCE');
    await world.grant('EST', 'OAS');
    await est.does('create', { state: 'EST', input: { ...nominated, function: 'TECHNICAL' } });
    const { id, revision } = (await world.contacts('EST')).find(({ copiedFrom }) =>
      copiedFrom.some(({ directory }) => directory === 'OAS'),
    ) ?? { id: '', revision: 0 };
    // Said to be for the same, the two entries become one person's.
    await est.does('update', { id, revision, input: { function: 'DIPLOMATIC' } });
    expect((await shown()).map(([, , entries]) => entries)).toEqual(['OAS O-1,OSCE K-1']);

    const now = await world.contact('EST');
    await est.does('update', { id, revision: now.revision, input: { name: 'Boris Rebane' } });
    const contacts = (await world.contacts('EST')).map(({ name, function: purpose, copiedFrom }) => [
      name,
      purpose,
      copiedFrom.map(({ directory }) => directory).join(),
    ]);
    expect(contacts.sort()).toEqual([
      ['Anna Näide', 'DIPLOMATIC', 'OSCE'],
      ['Anna Näide', 'TECHNICAL', 'OAS'],
      ['Boris Rebane', 'DIPLOMATIC', ''],
    ]);
  });
});
