import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { databases } from '../support/databases.ts';
import { authority, custodian, DirectoryWorld } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const elise = {
  state: 'CAN',
  function: 'DIPLOMATIC' as const,
  level: 'PRIMARY',
  name: 'Élise Thibodeau-Marsh',
  entity: 'International Cyber Policy Bureau',
  emails: ['elise@icpb.example'],
};
const other = { ...elise, name: 'Elise Thibodeau-Marsh', emails: ['thibodeau@mfa.example'] };

const Found = z.object({
  contact: z
    .object({
      id: z.string(),
      name: z.string().nullable(),
      formerIds: z.array(z.string()),
      mergedInto: z.object({ id: z.string() }).nullable(),
    })
    .nullable(),
});

describe.each(databases)('an id of a contact that became part of another, on $name', ({ make }) => {
  let world: DirectoryWorld;
  let canada: StateAuthority;
  let survivor: string;
  let absorbed: string;

  const find = async (id: string, asOf: string | null = null) => {
    const query = `query ($id: ID!, $asOf: DateTime) { contact(id: $id, asOf: $asOf) { id name formerIds mergedInto { id } } }`;
    return (await world.get(custodian, query, Found, { id, asOf })).contact;
  };
  const split = async (id: string, directory: string, sourceKey: string): Promise<string> => {
    const mutation = `mutation ($id: ID!, $directory: ID!, $sourceKey: ID!) {
      splitContact(id: $id, directory: $directory, sourceKey: $sourceKey) { id } }`;
    const shape = z.object({ splitContact: z.object({ id: z.string() }) });
    world.clock.advance(1000);
    return (await world.get(authority('CAN'), mutation, shape, { id, directory, sourceKey })).splitContact.id;
  };
  const revisionsOf = (caller: Caller, id: string, of: string) =>
    world.ask(caller, 'query ($id: ID!, $of: ID) { contact(id: $id) { revisions(of: $of) { action } } }', {
      id,
      of,
    });

  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    canada = new StateAuthority(world, 'CAN');
    world.osce.add('CAN-POL-1', elise);
    world.oas.add('OAS-1', other);
    for (const directory of ['OSCE', 'OAS']) await world.pull(directory);
    survivor = (await world.grant('CAN', 'OSCE')).contacts[0]?.id ?? '';
    absorbed = (await world.grant('CAN', 'OAS')).contacts[0]?.id ?? '';
    expect(await find(absorbed)).toMatchObject({ id: absorbed, formerIds: [], mergedInto: null });
    await canada.accepts((await canada.waiting()).id);
  });
  afterEach(() => world.stop());

  it('finds that other, which names it', async () => {
    expect(await find(absorbed)).toEqual({
      id: survivor,
      name: 'Élise Thibodeau-Marsh',
      formerIds: [absorbed],
      mergedInto: null,
    });
    await world.restart();
    expect(await find(absorbed)).toMatchObject({ id: survivor });
    const refused = await canada.refused('update', { id: absorbed, revision: 1, input: { title: 'Head' } });
    expect(refused).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining(survivor) });
  });

  it('keeps its history, and its past that says where it went', async () => {
    expect((await revisionsOf(authority('CAN'), absorbed, absorbed)).data).toEqual({
      contact: { revisions: [{ action: 'ADDED' }, { action: 'REMOVED' }] },
    });
    expect((await revisionsOf(authority('USA'), absorbed, absorbed)).errors[0]?.code).toBe('FORBIDDEN');
    expect((await revisionsOf(authority('CAN'), survivor, 'another')).errors[0]).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'of',
    });
    const now = world.clock.now();
    const before = new Date(now.getTime() - 1000).toISOString();
    expect(await find(absorbed, before)).toMatchObject({ id: absorbed, mergedInto: { id: survivor } });
    world.clock.advance(1000);
    expect(await find(absorbed, world.clock.now().toISOString())).toMatchObject({ id: survivor });
  });

  it('leads on where that other becomes part of a third', async () => {
    const input = {
      function: 'DIPLOMATIC',
      kind: 'PERSON',
      name: 'Thibodeau-Marsh, Élise',
      emails: ['elise@icpb.example'],
    };
    await canada.does('create', { state: 'CAN', input });
    const { id: own } = await world.contact('CAN');
    expect(own).not.toBe(survivor);
    expect(await find(survivor)).toMatchObject({ id: own });
    expect(await find(absorbed)).toMatchObject({ id: own });
    expect((await find(own))?.formerIds.sort()).toEqual([absorbed, survivor].sort());
  });

  it('goes with its entry where the state splits that off, and not with another', async () => {
    const apart = await split(survivor, 'OAS', 'OAS-1');
    expect(await find(absorbed)).toMatchObject({ id: apart, formerIds: [absorbed] });
    expect(await find(survivor)).toMatchObject({ id: survivor, formerIds: [] });
  });

  it('stays where the entry that is split off is not one it stood for', async () => {
    const apart = await split(survivor, 'OSCE', 'CAN-POL-1');
    expect(await find(absorbed)).toMatchObject({ id: survivor, formerIds: [absorbed] });
    expect(await find(apart)).toMatchObject({ formerIds: [] });
  });

  it('finds nothing once the contact it led to is gone', async () => {
    const shape = z.object({ state: z.object({ consents: z.array(z.object({ id: z.string() })) }) });
    const query = '{ state(iso3: "CAN") { consents { id } } }';
    const { consents } = (await world.get(authority('CAN'), query, shape)).state;
    for (const { id } of consents) await world.withdraw('CAN', id, 'WITHDRAW');
    expect(await find(absorbed)).toBeNull();
  });
});
