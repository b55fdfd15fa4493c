import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, authority, DirectoryWorld, desk } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const Conflicts = z.object({
  conflicts: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        field: z.string(),
        status: z.string(),
        claims: z.array(z.object({ origin: z.string(), value: z.array(z.string()) })),
      }),
    ),
  }),
});

describe.each(databases)('a person whom one directory lists twice, on $name', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', anna);
    await world.pull('OSCE');
    await world.grant('EST', 'OSCE');
  });
  afterEach(() => world.stop());
  const submits = async (change: object = {}) => {
    world.osce.add('submitted:anna', { ...anna, ...change });
    await world.pull('OSCE');
  };
  const conflicts = async (status = 'OPEN') =>
    (
      await world.get(
        authority('EST'),
        'query ($status: ConflictStatus) { conflicts(status: $status) { nodes { id field status claims { origin value } } } }',
        Conflicts,
        { status },
      )
    ).conflicts.nodes;
  const choose = (choice: string, remember = false) =>
    world.get(
      authority('EST'),
      'mutation ($id: ID!, $choice: ID!, $remember: Boolean) { resolveConflict(id: $id, choose: $choice, remember: $remember) { id } }',
      z.unknown(),
      { id: conflictId, choice, remember },
    );
  let conflictId = '';

  it('once read from its source and once submitted, is one contact that names both', async () => {
    await submits({ name: 'NÄIDE, Anna', phones: [] });
    expect(await world.contact('EST')).toMatchObject({
      copiedFrom: [{ sourceKey: 'EST-POL-1' }, { sourceKey: 'submitted:anna' }],
    });
  });

  it('stays two where one list names two', async () => {
    world.osce.add('EST-POL-2', anna);
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toHaveLength(2);
    expect(await world.proposals('EST')).toEqual([]);
  });

  it('is asked about where it is not certain', async () => {
    await submits({ emails: ['other@mfa.example'], phones: [] });
    expect(await world.contacts('EST')).toHaveLength(2);
    const { id } = await estonia.waiting();
    await estonia.accepts(id);
    expect(await world.contact('EST')).toMatchObject({ copiedFrom: [{}, {}] });
  });

  it('differs in a field: the state chooses between the two by their names, also for all its contacts', async () => {
    await submits({ title: 'Counsellor' });
    expect(await world.contact('EST')).toMatchObject({ title: 'Adviser' });
    const [open] = await conflicts();
    expect(open).toMatchObject({
      field: 'title',
      claims: [
        { origin: 'OSCE SOURCE', value: ['Adviser'] },
        { origin: 'OSCE SUBMISSION', value: ['Counsellor'] },
      ],
    });
    conflictId = open?.id ?? '';
    await choose('OSCE SUBMISSION', true);
    expect(await world.contact('EST')).toMatchObject({ title: 'Counsellor' });
    expect(await conflicts()).toEqual([]);

    world.osce.add('EST-TEC-1', { ...desk, title: 'Desk' });
    world.osce.add('submitted:desk', { ...desk, title: 'Duty desk' });
    await world.pull('OSCE');
    expect((await world.contacts('EST'))[1]).toMatchObject({ title: 'Duty desk', copiedFrom: [{}, {}] });
  });

  it('is no answer by itself to which of the two counts, where the directory goes first', async () => {
    await world.get(
      authority('EST'),
      'mutation { setPrecedence(state: "EST", function: DIPLOMATIC, directories: ["OSCE"]) { iso3 } }',
      z.unknown(),
    );
    await submits({ title: 'Counsellor' });
    expect(await world.contact('EST')).toMatchObject({ title: 'Adviser' });
    expect(await conflicts()).toMatchObject([{ field: 'title' }]);
  });

  it('is split where the state says that they are two', async () => {
    await submits();
    const { id } = await world.contact('EST');
    await world.get(
      authority('EST'),
      'mutation ($id: ID!) { splitContact(id: $id, directory: "OSCE", sourceKey: "submitted:anna") { id } }',
      z.unknown(),
      { id },
    );
    expect(await world.contacts('EST')).toHaveLength(2);
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toHaveLength(2);
  });
});
