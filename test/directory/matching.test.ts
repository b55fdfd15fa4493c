import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { databases } from '../support/databases.ts';
import { authority, contactOf, custodian, DirectoryWorld, organisation } from './directory-world.ts';
import type { Listed } from './scripted-adapter.ts';

const elise: Partial<Listed> = {
  state: 'CAN',
  function: 'DIPLOMATIC',
  level: 'PRIMARY',
  name: 'Élise Thibodeau-Marsh',
  entity: 'International Cyber Policy Bureau',
  emails: ['elise.thibodeau-marsh@icpb.example'],
  phones: ['+1 613-555-0121'],
};
const centre: Partial<Listed> = {
  state: 'CAN',
  function: 'TECHNICAL',
  level: 'PRIMARY',
  kind: 'OFFICE',
  entity: 'Canadian Centre for Cyber Incident Response',
  emails: ['contact@cyberresponse.example'],
  phones: ['+1 613-555-0140'],
};
const answered = [
  { level: 'HIGH_LEVEL', function: 'DIPLOMATIC' },
  { level: 'WORKING_LEVEL', function: 'TECHNICAL' },
];

describe.each(databases)('one person, one entry, on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    world.osce.add('CAN-POL-1', elise);
    world.osce.add('CAN-TEC-1', centre);
    world.oas.add('OAS-1', { ...elise, name: 'Thibodeau-Marsh, Elise', level: 'FOREIGN_AFFAIRS' });
    world.arf.add('row-1', { ...centre, function: null, level: 'WORKING_LEVEL' });
    for (const directory of ['OSCE', 'OAS', 'ARF']) await world.pull(directory);
  });
  afterEach(() => world.stop());

  const grantAll = async () => {
    await world.grant('CAN', 'OSCE');
    await world.grant('CAN', 'OAS');
    await world.grant('CAN', 'ARF', { levels: answered });
  };
  /** Each contact's sources, as text. */
  const sources = async (state = 'CAN') =>
    (await world.contacts(state)).map(({ copiedFrom }) =>
      copiedFrom.map(({ directory, sourceKey }) => `${directory} ${sourceKey}`).join(' + '),
    );
  const Level = z.object({
    directory: z.string(),
    level: z.string().nullable(),
    withheld: z.array(z.string()),
  });
  const marks = async () => {
    const shape = z.object({
      state: z.object({
        contacts: z.array(z.object({ withheld: z.array(z.string()), copiedFrom: z.array(Level) })),
      }),
    });
    const query = '{ state(iso3: "CAN") { contacts { withheld copiedFrom { directory level withheld } } } }';
    return (await world.get(custodian, query, shape)).state.contacts;
  };
  const splitMutation = `mutation ($id: ID!, $directory: ID!, $sourceKey: ID!) {
    splitContact(id: $id, directory: $directory, sourceKey: $sourceKey) { id copiedFrom { directory sourceKey } } }`;
  const split = (caller: Caller | null, id: string, directory: string, sourceKey: string) =>
    world.ask(caller, splitMutation, { id, directory, sourceKey });
  const answer = (mutation: 'acceptProposal' | 'rejectProposal', id: string) =>
    world.ask(authority('CAN'), `mutation ($id: ID!) { ${mutation}(id: $id) { status } }`, { id });

  it('names every source of a person and of an office, and each source keeps its level', async () => {
    await grantAll();
    expect(await sources()).toEqual(['OAS OAS-1 + OSCE CAN-POL-1', 'ARF row-1 + OSCE CAN-TEC-1']);
    const [diplomatic, technical] = await world.contacts('CAN');
    expect(diplomatic).toMatchObject({ name: 'Élise Thibodeau-Marsh', level: 'PRIMARY' });
    expect((await marks()).map(({ copiedFrom }) => copiedFrom.map(({ level }) => level))).toEqual([
      ['FOREIGN_AFFAIRS', 'PRIMARY'],
      ['WORKING_LEVEL', 'PRIMARY'],
    ]);
    const history = await world.history('CAN', technical?.id ?? '');
    expect(history.map(({ action }) => action)).toEqual(['ADDED', 'MERGED']);
    expect(await world.proposals('CAN')).toEqual([]);
  });

  it('leaves two where the state says that a level stands for another function', async () => {
    await world.grant('CAN', 'OSCE');
    await world.grant('CAN', 'ARF', { levels: [{ level: 'WORKING_LEVEL', function: 'LEGAL' }] });
    expect(await sources()).toEqual(['OSCE CAN-POL-1', 'OSCE CAN-TEC-1', 'ARF row-1']);
  });

  it('never joins entries of two states, nor two of one directory', async () => {
    world.osce.add('CAN-TEC-2', { ...centre, level: 'ALTERNATE' });
    world.oas.add('OAS-USA', { ...elise, state: 'USA' });
    await world.pull('OAS');
    await grantAll();
    await world.grant('USA', 'OAS');
    expect(await sources()).toEqual([
      'OAS OAS-1 + OSCE CAN-POL-1',
      'OSCE CAN-TEC-2',
      'ARF row-1 + OSCE CAN-TEC-1',
    ]);
    expect(await sources('USA')).toEqual(['OAS OAS-USA']);
  });

  it('joins a copy to the contact that the state wrote itself, whichever was there first', async () => {
    const create = `mutation ($input: ContactInput!) { createContact(state: "CAN", input: $input) { id } }`;
    const input = {
      function: 'TECHNICAL',
      kind: 'OFFICE',
      entity: 'Own Name of the Centre',
      emails: ['contact@cyberresponse.example'],
      phones: ['+1 613-555-0140'],
    };
    await world.grant('CAN', 'OSCE', { functions: ['TECHNICAL'] });
    expect((await world.ask(authority('CAN'), create, { input })).errors).toEqual([]);
    const own = await world.contact('CAN');
    expect(own).toMatchObject({ entity: 'Own Name of the Centre', copiedFrom: [{ directory: 'OSCE' }] });
    await world.grant('CAN', 'ARF', { levels: answered });
    const both = await world.contact('CAN');
    expect(both).toMatchObject({ id: own.id, entity: 'Own Name of the Centre' });
    expect(both.copiedFrom).toHaveLength(2);
  });

  it('lists both at once where it is uncertain, and asks with both side by side', async () => {
    world.oas.edit('OAS-1', { emails: ['elise@other.example'], phones: ['+1 613-555-0199'] });
    await grantAll();
    expect(await sources()).toEqual(['OAS OAS-1', 'OSCE CAN-POL-1', 'ARF row-1 + OSCE CAN-TEC-1']);
    const [question] = await world.proposals('CAN');
    const older = (await world.contacts('CAN')).find(
      ({ copiedFrom }) => copiedFrom[0]?.sourceKey === 'CAN-POL-1',
    );
    expect(question).toMatchObject({
      kind: 'CHANGE',
      directory: 'OAS',
      sourceKey: 'OAS-1',
      contact: { id: older?.id },
    });
    expect(question?.reason).toMatch(/same entity.*Are they one point of contact\?/);
    expect(question?.changes).toContainEqual({
      field: 'emails',
      before: ['elise.thibodeau-marsh@icpb.example'],
      after: ['elise@other.example'],
    });
    expect((await answer('acceptProposal', question?.id ?? '')).errors).toEqual([]);
    expect(await sources()).toEqual(['OAS OAS-1 + OSCE CAN-POL-1', 'ARF row-1 + OSCE CAN-TEC-1']);
    world.oas.edit('OAS-1', { title: 'Director' });
    await world.pull('OAS');
    expect(await sources()).toEqual(['OAS OAS-1 + OSCE CAN-POL-1', 'ARF row-1 + OSCE CAN-TEC-1']);
    expect(await world.proposals('CAN')).toEqual([]);
  });

  it('takes a no for an answer until the grounds are others, and then asks again', async () => {
    world.oas.edit('OAS-1', { emails: ['elise@other.example'], phones: [] });
    await grantAll();
    const [question] = await world.proposals('CAN');
    expect((await answer('rejectProposal', question?.id ?? '')).errors).toEqual([]);
    world.oas.edit('OAS-1', { title: 'Director' });
    await world.pull('OAS');
    expect(await world.proposals('CAN')).toEqual([]);
    expect(await world.contacts('CAN')).toHaveLength(3);
    world.oas.edit('OAS-1', { emails: elise.emails ?? [] });
    await world.pull('OAS');
    expect(await world.contacts('CAN')).toHaveLength(3);
    expect((await world.proposals('CAN'))[0]?.reason).toMatch(/same name and a mailbox in common/i);
  });

  it('asks no more where one of the two is gone, and keeps nothing of what it showed', async () => {
    world.oas.edit('OAS-1', { emails: ['elise@other.example'], phones: [] });
    const { consent } = await world.grant('CAN', 'OSCE');
    await world.grant('CAN', 'OAS');
    expect(await world.proposals('CAN')).toHaveLength(1);
    await world.withdraw('CAN', consent.id, 'WITHDRAW');
    expect(await world.proposals('CAN')).toEqual([]);
    expect(await world.proposals('CAN', 'SUPERSEDED')).toMatchObject([{ changes: [] }]);
  });

  it('keeps both together when a mailbox changes in one directory', async () => {
    await grantAll();
    world.osce.edit('CAN-POL-1', { emails: ['elise@new.example'] });
    await world.pull('OSCE');
    expect(await sources()).toEqual(['OAS OAS-1 + OSCE CAN-POL-1', 'ARF row-1 + OSCE CAN-TEC-1']);
  });

  it('parts an entry that stands for somebody else from now on, and mixes nobody', async () => {
    await grantAll();
    const before = (await world.contacts('CAN'))[0];
    world.osce.edit('CAN-POL-1', {
      name: 'Marcus Tran-Whitfield',
      emails: ['marcus@icpb.example'],
      phones: ['+1 613-555-0123'],
    });
    await world.pull('OSCE');
    const contacts = await world.contacts('CAN');
    expect(contacts.find(({ id }) => id === before?.id)).toMatchObject({
      name: 'Thibodeau-Marsh, Elise',
      emails: elise.emails,
      copiedFrom: [{ directory: 'OAS' }],
    });
    expect(contacts.find(({ name }) => name === 'Marcus Tran-Whitfield')).toMatchObject({
      emails: ['marcus@icpb.example'],
      phones: ['+16135550123'],
      copiedFrom: [{ directory: 'OSCE', sourceKey: 'CAN-POL-1' }],
    });
  });

  it('lets that wait in review mode, and says what it is', async () => {
    await grantAll();
    await world.grant('CAN', 'OSCE', { mode: 'REVIEW' });
    world.osce.edit('CAN-POL-1', { name: 'Marcus Tran-Whitfield', emails: ['marcus@icpb.example'] });
    await world.pull('OSCE');
    expect(await sources()).toEqual(['OAS OAS-1 + OSCE CAN-POL-1', 'ARF row-1 + OSCE CAN-TEC-1']);
    const [waiting] = await world.proposals('CAN');
    expect(waiting?.reason).toMatch(/stands for somebody else now/);
    expect((await answer('acceptProposal', waiting?.id ?? '')).errors).toEqual([]);
    expect((await sources()).sort()).toEqual(['ARF row-1 + OSCE CAN-TEC-1', 'OAS OAS-1', 'OSCE CAN-POL-1']);
  });

  it('shows in review mode which contact an entry would become part of, and joins it with the yes', async () => {
    await world.grant('CAN', 'OAS');
    await world.grant('CAN', 'OSCE', { mode: 'REVIEW', functions: ['DIPLOMATIC'] });
    const [waiting] = await world.proposals('CAN');
    expect(waiting).toMatchObject({ kind: 'CHANGE', contact: { id: (await world.contact('CAN')).id } });
    expect((await answer('acceptProposal', waiting?.id ?? '')).errors).toEqual([]);
    expect(await sources()).toEqual(['OAS OAS-1 + OSCE CAN-POL-1']);
  });

  it('keeps the contact when one of its sources replaces the person, days apart', async () => {
    await grantAll();
    const before = (await world.contacts('CAN'))[0];
    world.oas.remove('OAS-1');
    await world.pull('OAS');
    expect((await world.contacts('CAN'))[0]).toMatchObject({
      id: before?.id,
      copiedFrom: [{ directory: 'OSCE' }],
    });
    world.oas.add('OAS-9', { ...elise, name: 'Somebody Successor', emails: ['s@icpb.example'], phones: [] });
    await world.pull('OAS');
    expect((await world.contacts('CAN')).map(({ name }) => name)).toEqual([
      'Somebody Successor',
      'Élise Thibodeau-Marsh',
      null,
    ]);
    expect(await world.proposals('CAN')).toEqual([]);
  });

  it('joins a person again who is listed under a new key, whichever is announced first', async () => {
    await grantAll();
    world.oas.add('OAS-2', { ...elise, level: 'CYBER_POLICY' });
    world.oas.remove('OAS-1');
    await world.pull('OAS');
    expect(await sources()).toEqual(['OAS OAS-2 + OSCE CAN-POL-1', 'ARF row-1 + OSCE CAN-TEC-1']);
  });

  it('lets an entry that becomes another state’s go from the one and be matched in the other', async () => {
    world.oas.add('OAS-USA', {
      ...elise,
      state: 'USA',
      emails: ['cyber@state.example', ...(elise.emails ?? [])],
    });
    await world.pull('OAS');
    await grantAll();
    await world.grant('USA', 'OAS');
    await world.grant('USA', 'OSCE');
    world.osce.edit('CAN-POL-1', { state: 'USA' });
    await world.pull('OSCE');
    expect(await sources()).toEqual(['OAS OAS-1', 'ARF row-1 + OSCE CAN-TEC-1']);
    expect(await sources('USA')).toEqual(['OAS OAS-USA + OSCE CAN-POL-1']);
  });

  it('marks what is absent and what is withheld for each source, and shows what was known', async () => {
    await grantAll();
    world.arf.markAbsent('row-1');
    world.osce.edit('CAN-TEC-1', { phones: [], withheld: ['phones', 'webPage'] });
    await world.pull('ARF');
    await world.pull('OSCE');
    const technical = (await world.contacts('CAN'))[1];
    expect(technical).toMatchObject({
      phones: ['+16135550140'],
      copiedFrom: [
        { directory: 'ARF', present: false },
        { directory: 'OSCE', present: true },
      ],
    });
    expect((await marks())[1]).toMatchObject({
      withheld: ['webPage', 'phones'],
      copiedFrom: [{ withheld: [] }, { withheld: ['phones', 'webPage'] }],
    });
  });

  it('is split by the state for good, and by nobody else', async () => {
    await grantAll();
    const [merged] = await world.contacts('CAN');
    const id = merged?.id ?? '';
    for (const [caller, code] of [
      [null, 'UNAUTHENTICATED'],
      [authority('USA'), 'FORBIDDEN'],
      [contactOf('CAN'), 'FORBIDDEN'],
      [organisation('OAS'), 'FORBIDDEN'],
      [custodian, 'FORBIDDEN'],
    ] as const)
      expect((await split(caller, id, 'OAS', 'OAS-1')).errors[0]?.code).toBe(code);
    expect((await split(authority('CAN'), 'nothing', 'OAS', 'OAS-1')).errors[0]?.code).toBe('NOT_FOUND');
    const wrong = (await split(authority('CAN'), id, 'ARF', 'row-1')).errors[0];
    expect(wrong).toMatchObject({ code: 'BAD_USER_INPUT', field: 'sourceKey' });
    expect(wrong?.message).toMatch(/OAS OAS-1, OSCE CAN-POL-1/);

    const { data, errors } = await split(authority('CAN'), id, 'oas', 'OAS-1');
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ splitContact: { copiedFrom: [{ directory: 'OAS', sourceKey: 'OAS-1' }] } });
    const apart = ['ARF row-1 + OSCE CAN-TEC-1', 'OAS OAS-1', 'OSCE CAN-POL-1'];
    expect((await sources()).sort()).toEqual(apart);
    expect((await split(authority('CAN'), id, 'OSCE', 'CAN-POL-1')).errors[0]?.code).toBe('CONFLICT');
    const history = await world.history('CAN', id);
    expect(history.at(-1)).toMatchObject({ action: 'SPLIT', actor: 'authority of CAN' });

    world.oas.edit('OAS-1', { title: 'Director' });
    await world.pull('OAS');
    await world.restart();
    await world.grant('CAN', 'OAS', { instrument: 'NV 1' });
    expect((await sources()).sort()).toEqual(apart);
    expect(await world.proposals('CAN')).toEqual([]);
  });

  it('stays one when a state keeps its copies and consents anew', async () => {
    await grantAll();
    const [before] = await world.contacts('CAN');
    const shape = z.object({ state: z.object({ consents: z.array(z.object({ id: z.string() })) }) });
    const { state } = await world.get(custodian, '{ state(iso3: "CAN") { consents { id } } }', shape);
    for (const { id } of state.consents) await world.withdraw('CAN', id, 'KEEP');
    expect(await sources()).toEqual(['', '']);
    await grantAll();
    expect(await sources()).toEqual(['OAS OAS-1 + OSCE CAN-POL-1', 'ARF row-1 + OSCE CAN-TEC-1']);
    expect((await world.contacts('CAN'))[0]?.id).toBe(before?.id);
  });
});
