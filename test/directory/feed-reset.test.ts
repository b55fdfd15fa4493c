import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, custodian, DirectoryWorld, desk } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';
import { refuseWrites } from './storage-faults.ts';

describe.each(databases)('an adapter that begins anew, on $name', ({ name, make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
    world.osce.add('LVA-POL-1', { ...anna, state: 'LVA', name: 'Someone Else' });
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  const pulls = () => {
    world.clock.advance(60_000);
    return world.pull('OSCE');
  };
  const status = async () => {
    const Status = z.object({
      directory: z.object({ code: z.string() }),
      healthy: z.boolean(),
      problems: z.array(z.string()),
      pendingChanges: z.number(),
    });
    const shape = z.object({ syncDashboard: z.object({ directories: z.array(Status) }) });
    const query = '{ syncDashboard { directories { directory { code } healthy problems pendingChanges } } }';
    const { directories } = (await world.get(custodian, query, shape)).syncDashboard;
    return directories.find(({ directory }) => directory.code === 'OSCE');
  };
  const listed = async (state = 'EST') =>
    (await world.contacts(state)).map(
      ({ name: who, entity, copiedFrom }) =>
        `${who ?? entity} ${copiedFrom[0]?.present ? 'listed' : 'marked'}`,
    );

  it('with nothing: every copy is kept and marked, and listed again once its source is read', async () => {
    const before = (await world.grant('EST', 'OSCE')).contacts.map(({ id }) => id);
    world.osce.reset();
    expect(await pulls()).toBe('CHANGED');
    expect(await listed()).toEqual(['Anna Näide marked', 'CERT of Examples marked']);
    expect(await world.proposals('EST')).toEqual([]);
    expect(await status()).toMatchObject({
      healthy: false,
      pendingChanges: 0,
      problems: [
        expect.stringMatching(/began anew .* kept and marked until its source has been read in full/),
      ],
    });
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', { ...desk, phones: ['+44 1632 960222'] });
    await pulls();
    expect(await listed()).toEqual(['Anna Näide listed', 'CERT of Examples listed']);
    const after = await world.contacts('EST');
    expect(after.map(({ id, revision }) => [id, revision])).toEqual([
      [before[0], 1],
      [before[1], 2],
    ]);
    expect(after[1]?.phones).toEqual(['+441632960222']);
    expect(await world.proposals('EST')).toEqual([]);
    expect(await status()).toMatchObject({ healthy: true, problems: [] });
    world.osce.edit('EST-POL-1', { title: 'Counsellor' });
    await pulls();
    expect((await world.contacts('EST'))[0]).toMatchObject({ title: 'Counsellor', revision: 2 });
  });

  it('and read in full: what it does not list is the decision of the state, the last contact or not', async () => {
    world.osce.add('EST-POL-2', { ...anna, name: 'Second Person', emails: ['second@mfa.example'] });
    await pulls();
    await world.grant('EST', 'OSCE');
    world.osce.reset();
    world.osce.add('EST-POL-2', { ...anna, name: 'Second Person', emails: ['second@mfa.example'] });
    await pulls();
    expect(await world.proposals('EST')).toEqual([]);
    await pulls();
    expect(await listed()).toEqual(['Anna Näide marked', 'Second Person listed', 'CERT of Examples marked']);
    const waiting = await world.proposals('EST');
    expect(waiting.map(({ kind, sourceKey }) => `${kind} ${sourceKey}`).sort()).toEqual([
      'REMOVE EST-POL-1',
      'REMOVE EST-TEC-1',
    ]);
    expect(waiting[0]?.reason).toMatch(/began anew.*kept until you say yes/);
    expect(await status()).toMatchObject({ healthy: true });
    await estonia.accepts(waiting.find(({ sourceKey }) => sourceKey === 'EST-POL-1')?.id ?? '');
    world.osce.add('EST-TEC-1', desk);
    await pulls();
    expect(await listed()).toEqual(['Second Person listed', 'CERT of Examples listed']);
    expect(await world.proposals('EST')).toEqual([]);
  });

  it('from a backup: what it knew before takes nothing back that is known since, until its source is read', async () => {
    await world.grant('EST', 'OSCE');
    const restore = world.osce.backup();
    world.clock.advance(1000);
    world.osce.edit('EST-POL-1', { phones: ['+44 1632 960333'] });
    world.osce.edit('EST-TEC-1', { emails: ['new@cert.example'] });
    await pulls();
    restore();
    await world.restart();
    await world.part.start?.();
    const phonesAndEmails = async () =>
      (await world.contacts('EST')).map(({ phones, emails }) => [phones, emails]);
    expect(await phonesAndEmails()).toEqual([
      [['+441632960333'], ['anna@mfa.example']],
      [['+441632960002'], ['new@cert.example']],
    ]);
    expect((await status())?.problems).toEqual([expect.stringMatching(/began anew/)]);
    // The source has gone on: one entry as it was followed, the other back to what the backup has, so that no change is told.
    world.osce.edit('EST-POL-1', { phones: ['+44 1632 960333'] });
    await pulls();
    expect(await phonesAndEmails()).toEqual([
      [['+441632960333'], ['anna@mfa.example']],
      [['+441632960002'], ['desk@cert.example']],
    ]);
    expect(await status()).toMatchObject({ healthy: true });
  });

  it('is noticed also where it has gone further than before', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.reset();
    for (const key of ['EST-TEC-1', 'EST-TEC-2', 'EST-TEC-3', 'EST-TEC-4', 'EST-TEC-5'])
      world.osce.add(key, {
        ...desk,
        entity: `Entity of ${key}`,
        emails: [`${key.toLowerCase()}@cert.example`],
      });
    await pulls();
    expect((await listed()).sort()).toEqual([
      'Anna Näide marked',
      ...[1, 2, 3, 4, 5].map((number) => `Entity of EST-TEC-${number} listed`),
    ]);
  });

  it('copies nothing of a state that does not consent, and asks where the state reviews', async () => {
    await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
    for (const { id } of await world.proposals('EST')) await estonia.accepts(id);
    world.osce.reset();
    world.osce.add('EST-POL-1', { ...anna, title: 'Counsellor' });
    world.osce.add('LVA-POL-1', { ...anna, state: 'LVA' });
    await pulls();
    expect(await world.contacts('LVA')).toEqual([]);
    expect((await world.contacts('EST'))[0]).toMatchObject({ title: 'Adviser' });
    expect(await estonia.waits()).toEqual(['CHANGE EST-POL-1']);
  });

  it('is noticed by a consent that is given meanwhile, which copies and follows as ever', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.reset();
    world.osce.add('LVA-POL-1', { ...anna, state: 'LVA', name: 'Someone Else' });
    expect((await world.grant('LVA', 'OSCE')).contacts).toMatchObject([{ name: 'Someone Else' }]);
    expect(await listed()).toEqual(['Anna Näide marked', 'CERT of Examples marked']);
    world.osce.edit('LVA-POL-1', { title: 'Counsellor' });
    await pulls();
    expect(await world.contact('LVA')).toMatchObject({ title: 'Counsellor' });
  });

  it('takes effect whole or not at all, and once', async () => {
    await world.grant('EST', 'OSCE');
    const revision = await world.revision();
    world.osce.reset();
    world.osce.add('EST-POL-1', { ...anna, title: 'Counsellor' });
    const lift = await refuseWrites(world.storage.location, 'regional_directory');
    await world.ask(custodian, 'mutation { pullDirectory(directory: "OSCE") { id } }');
    expect(await listed()).toEqual(['Anna Näide listed', 'CERT of Examples listed']);
    expect(await world.revision()).toBe(revision);
    await lift();
    const others = name === 'PostgreSQL' ? [await world.openInstance(), await world.openInstance()] : [];
    await Promise.all([world.part, ...others].map((part) => world.pull('OSCE', part)));
    expect(await listed()).toEqual(['Anna Näide listed', 'CERT of Examples marked']);
    const [first] = await world.contacts('EST');
    expect(first).toMatchObject({ title: 'Counsellor', revision: 2 });
    await world.restart();
    await pulls();
    expect((await world.history('EST', first?.id ?? '')).map(({ action }) => action)).toEqual([
      'ADDED',
      'CHANGED',
    ]);
  });
});
