import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { databases } from '../support/databases.ts';
import { authority, contactOf, custodian, DirectoryWorld, organisation } from './directory-world.ts';
import type { Listed } from './scripted-adapter.ts';

const office: Partial<Listed> = {
  state: 'CAN',
  function: 'TECHNICAL',
  level: 'PRIMARY',
  kind: 'OFFICE',
  entity: 'Canadian Centre for Cyber Incident Response',
  emails: ['contact@cyberresponse.example'],
  phones: ['+1 613-555-0140'],
};

const Conflict = z.object({
  id: z.string(),
  field: z.string(),
  status: z.string(),
  resolution: z.string().nullable(),
  chosen: z.string().nullable(),
  claims: z.array(z.object({ origin: z.string(), value: z.array(z.string()) })),
  contact: z.object({ id: z.string() }),
});
const selection = 'id field status resolution chosen claims { origin value } contact { id }';

describe.each(databases)('who wins, on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    world.osce.add('CAN-TEC-1', office);
    world.oas.add('OAS-1', office);
    await world.pull('OSCE');
    await world.pull('OAS');
  });
  afterEach(() => world.stop());

  const conflicts = async (status: string | null = 'OPEN', caller: Caller = authority('CAN')) => {
    const shape = z.object({ conflicts: z.object({ nodes: z.array(Conflict), totalCount: z.number() }) });
    const query = `query ($status: ConflictStatus) { conflicts(status: $status) { totalCount nodes { ${selection} } } }`;
    return (await world.get(caller, query, shape, { status })).conflicts.nodes;
  };
  const openConflict = async () => {
    const open = await conflicts();
    expect(open).toHaveLength(1);
    return Conflict.parse(open[0]);
  };
  const resolve = (caller: Caller | null, id: string, choose: string, remember = false) =>
    world.ask(
      caller,
      `mutation ($id: ID!, $choose: ID!, $remember: Boolean) {
        resolveConflict(id: $id, choose: $choose, remember: $remember) { ${selection} } }`,
      { id, choose, remember },
    );
  const prefer = (caller: Caller | null, directories: string[], state = 'CAN') =>
    world.ask(
      caller,
      `mutation ($state: ID!, $directories: [ID!]!) {
        setPrecedence(state: $state, function: TECHNICAL, directories: $directories) { iso3 precedence { scope name directories } } }`,
      { state, directories },
    );
  const change = async (directory: 'OSCE' | 'OAS', values: Partial<Listed>) => {
    if (directory === 'OSCE') world.osce.edit('CAN-TEC-1', values);
    else world.oas.edit('OAS-1', values);
    await world.pull(directory);
  };
  const phones = async () => (await world.contact('CAN')).phones;
  const grantBoth = async () => {
    await world.grant('CAN', 'OSCE');
    return world.grant('CAN', 'OAS');
  };
  const origin = async (field: string) =>
    (await world.contact('CAN')).provenance.find((row) => row.field === field)?.directory;

  it('keeps what stood and shows every claim where two sources differ, whichever changed last', async () => {
    await grantBoth();
    expect(await conflicts(null)).toEqual([]);
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    expect(await phones()).toEqual(['+16135550140']);
    expect(await origin('phones')).toBe('OAS');
    const conflict = await openConflict();
    expect(conflict).toMatchObject({
      field: 'phones',
      status: 'OPEN',
      resolution: null,
      claims: [
        { origin: 'OAS', value: ['+16135550140'] },
        { origin: 'OSCE', value: ['+16135550141'] },
      ],
      contact: { id: (await world.contact('CAN')).id },
    });
    const shape = z.object({ syncDashboard: z.object({ openConflicts: z.number() }) });
    const { syncDashboard } = await world.get(custodian, '{ syncDashboard { openConflicts } }', shape);
    expect(syncDashboard.openConflicts).toBe(1);
    // What stood changes at its own source: it stays with that source, and the conflict stays open.
    await change('OAS', { phones: ['+1 613-555-0142'] });
    expect(await phones()).toEqual(['+16135550142']);
    expect((await openConflict()).claims.map(({ value }) => value[0])).toEqual([
      '+16135550142',
      '+16135550141',
    ]);
  });

  it('lets the value of the contact that was there first stand when another joins it', async () => {
    await change('OAS', { phones: ['+1 613-555-0149'], title: 'Desk' });
    await grantBoth();
    expect(await world.contact('CAN')).toMatchObject({ phones: ['+16135550140'], title: 'Desk' });
    expect(await origin('title')).toBe('OAS');
    expect((await openConflict()).field).toBe('phones');
  });

  it.each<[string, Partial<Listed>, Partial<Listed>]>([
    [
      'e-mail addresses in another order and case',
      { emails: ['B@cert.example', 'contact@CYBERRESPONSE.example'] },
      { emails: ['contact@cyberresponse.example', 'b@cert.example'] },
    ],
    ['a number written otherwise', { phones: ['(+1) 613 555 01 40'] }, {}],
    ['an entity in another case', { entity: 'CANADIAN CENTRE for Cyber-Incident Response' }, {}],
    ['fewer languages', { languages: ['en'] }, { languages: ['en', 'fr'] }],
    ['nothing', { phones: [] }, {}],
    [
      'a web page with and without a slash',
      { webPage: 'https://cert.example/' },
      { webPage: 'http://www.cert.example' },
    ],
  ])('takes %s for no conflict', async (_what, one, other) => {
    await grantBoth();
    await change('OSCE', one);
    await change('OAS', other);
    expect(await conflicts()).toEqual([]);
    expect(await phones()).toEqual(['+16135550140']);
  });

  it('ends a conflict by itself once the claims are equal, or a source is silent or gone', async () => {
    const { consent } = await grantBoth();
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    const { id } = await openConflict();
    await change('OAS', { phones: ['+1 613-555-0141'] });
    expect(await phones()).toEqual(['+16135550141']);
    expect(await conflicts('RESOLVED')).toMatchObject([{ id, resolution: 'AGREEMENT' }]);
    await change('OAS', { phones: ['+1 613-555-0143'] });
    expect((await openConflict()).id).toBe(id);
    expect(await phones()).toEqual(['+16135550141']);
    await change('OSCE', { phones: [] });
    expect(await phones()).toEqual(['+16135550143']);
    expect(await conflicts()).toEqual([]);
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    expect(await conflicts()).toHaveLength(1);
    await world.withdraw('CAN', consent.id, 'WITHDRAW');
    expect(await conflicts('RESOLVED')).toMatchObject([
      { resolution: 'AGREEMENT', claims: [{ origin: 'OSCE', value: ['+16135550141'] }] },
    ]);
    expect(await phones()).toEqual(['+16135550141']);
  });

  it('is what the state chooses, as long as the contact is copied from there', async () => {
    const { consent } = await grantBoth();
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    const { id } = await openConflict();
    const { data, errors } = await resolve(authority('CAN'), id, 'osce');
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      resolveConflict: { status: 'RESOLVED', resolution: 'CHOICE', chosen: 'OSCE' },
    });
    expect(await phones()).toEqual(['+16135550141']);
    const { id: contactId } = await world.contact('CAN');
    expect((await world.history('CAN', contactId)).at(-1)).toMatchObject({
      actor: 'authority of CAN',
      changes: [{ field: 'phones', before: ['+16135550140'], after: ['+16135550141'] }],
    });
    await change('OAS', { phones: ['+1 613-555-0144'] });
    await change('OSCE', { phones: ['+1 613-555-0145'] });
    expect(await phones()).toEqual(['+16135550145']);
    expect(await conflicts()).toEqual([]);
    await resolve(authority('CAN'), id, 'OAS');
    expect(await phones()).toEqual(['+16135550144']);
    await world.withdraw('CAN', consent.id, 'WITHDRAW');
    expect(await phones()).toEqual(['+16135550145']);
    await world.grant('CAN', 'OAS');
    expect((await openConflict()).chosen).toBeNull();
    expect(await phones()).toEqual(['+16135550145']);
  });

  it('stays what the state chose where an entry of the chosen directory takes the place of another', async () => {
    await grantBoth();
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    const { id } = await openConflict();
    await resolve(authority('CAN'), id, 'OSCE');
    world.osce.remove('CAN-TEC-1');
    world.osce.add('CAN-TEC-2', { ...office, phones: ['+1 613-555-0146'] });
    await world.pull('OSCE');
    expect(await phones()).toEqual(['+16135550146']);
    expect(await conflicts('RESOLVED')).toMatchObject([{ id, chosen: 'OSCE', resolution: 'CHOICE' }]);
  });

  it('refuses a choice that nobody claims, and tells which there are', async () => {
    await grantBoth();
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    const { id } = await openConflict();
    for (const choose of ['ARF', 'DIRECT', '']) {
      const { errors } = await resolve(authority('CAN'), id, choose);
      expect(errors[0]).toMatchObject({ code: 'BAD_USER_INPUT', field: 'choose' });
      expect(errors[0]?.message).toMatch(/OAS, OSCE/);
    }
    expect((await resolve(authority('CAN'), 'nothing', 'OAS')).errors[0]?.code).toBe('NOT_FOUND');
  });

  it('remembers a choice for the field, for each other contact of the state and from then on', async () => {
    const second = {
      ...office,
      entity: 'Second Centre',
      emails: ['second@cert.example'],
      phones: ['+1 613-555-0150'],
    };
    world.osce.add('CAN-TEC-2', { ...second, level: 'ALTERNATE' });
    world.oas.add('OAS-2', { ...second, phones: ['+1 613-555-0151'] });
    await world.pull('OAS');
    await grantBoth();
    await change('OSCE', { phones: ['+1 613-555-0141'], title: 'Desk' });
    await change('OAS', { title: 'Office' });
    const open = await conflicts();
    expect(open.map(({ field }) => field).sort()).toEqual(['phones', 'phones', 'title']);
    const first = open.find(({ claims }) => claims.some(({ value }) => value[0] === '+16135550141'));
    expect((await resolve(authority('CAN'), first?.id ?? '', 'OSCE', true)).errors).toEqual([]);
    expect((await conflicts()).map(({ field }) => field)).toEqual(['title']);
    expect((await world.contacts('CAN')).map((contact) => contact.phones[0]).sort()).toEqual([
      '+16135550141',
      '+16135550150',
    ]);
    // For this field it goes before what is set for the function.
    expect((await prefer(authority('CAN'), ['OAS', 'OSCE'])).data).toMatchObject({
      setPrecedence: {
        precedence: [
          { scope: 'FIELD', name: 'phones', directories: ['OSCE'] },
          { scope: 'FUNCTION', name: 'TECHNICAL', directories: ['OAS', 'OSCE'] },
        ],
      },
    });
    expect(await conflicts()).toEqual([]);
    expect((await world.contacts('CAN')).map(({ title }) => title)).toContain('Office');
    expect((await world.contacts('CAN')).flatMap((contact) => contact.phones)).toContain('+16135550150');
  });

  it('follows the precedence that the state sets, at once and from then on', async () => {
    await grantBoth();
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    expect((await prefer(authority('CAN'), ['osce', 'ARF'])).errors).toEqual([]);
    expect(await phones()).toEqual(['+16135550141']);
    expect(await conflicts('RESOLVED')).toMatchObject([{ field: 'phones', resolution: 'PRECEDENCE' }]);
    await change('OAS', { phones: ['+1 613-555-0146'] });
    await change('OSCE', { phones: ['+1 613-555-0147'] });
    expect(await phones()).toEqual(['+16135550147']);
    await change('OSCE', { phones: [] });
    expect(await phones()).toEqual(['+16135550146']);
    expect(await conflicts()).toEqual([]);
  });

  it.each([
    [[], /at least one/],
    [['OSCE', 'OAS', 'osce'], /twice/],
    [['NATO'], /ARF, OAS, OSCE/],
  ])('refuses %j as a precedence', async (directories, message) => {
    const { errors } = await prefer(authority('CAN'), directories);
    expect(errors[0]).toMatchObject({ code: 'BAD_USER_INPUT', field: 'directories' });
    expect(errors[0]?.message).toMatch(message);
  });

  it('lets the state’s own word stand before all, until it releases the field', async () => {
    await grantBoth();
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    const { id, revision } = await world.contact('CAN');
    const update = `mutation ($id: ID!, $revision: Int!) {
      updateContact(id: $id, revision: $revision, input: { phones: ["+1 613-555-0160"] }) { id } }`;
    expect((await world.ask(authority('CAN'), update, { id, revision })).errors).toEqual([]);
    expect(await phones()).toEqual(['+16135550160']);
    expect(await conflicts('RESOLVED')).toMatchObject([
      { resolution: 'OWN', claims: [{ origin: 'DIRECT' }, { origin: 'OAS' }, { origin: 'OSCE' }] },
    ]);
    await change('OSCE', { phones: ['+1 613-555-0148'] });
    expect(await phones()).toEqual(['+16135550160']);
    const release = 'mutation ($id: ID!) { releaseField(id: $id, field: "phones") { id } }';
    expect((await world.ask(authority('CAN'), release, { id })).errors).toEqual([]);
    expect(await conflicts()).toHaveLength(1);
  });

  it('is for the state and the custodian to see, and for the state alone to say', async () => {
    await grantBoth();
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    const { id } = await openConflict();
    expect(await conflicts('OPEN', custodian)).toHaveLength(1);
    expect(await conflicts('OPEN', authority('USA'))).toEqual([]);
    const code = async (answer: ReturnType<typeof world.ask>) => (await answer).errors[0]?.code ?? 'ok';
    for (const [caller, expected] of [
      [null, 'UNAUTHENTICATED'],
      [contactOf('CAN'), 'FORBIDDEN'],
      [organisation('OAS'), 'FORBIDDEN'],
    ] as const) {
      expect(await code(world.ask(caller, '{ conflicts { totalCount } }'))).toBe(expected);
      expect(await code(world.ask(caller, '{ state(iso3: "CAN") { precedence { name } } }'))).toBe(expected);
    }
    expect(await code(world.ask(authority('USA'), '{ conflicts(state: "CAN") { totalCount } }'))).toBe(
      'FORBIDDEN',
    );
    expect(await code(world.ask(custodian, '{ conflicts(first: 0) { totalCount } }'))).toBe('BAD_USER_INPUT');
    expect(await code(world.ask(custodian, '{ conflicts(after: "x") { totalCount } }'))).toBe(
      'BAD_USER_INPUT',
    );
    for (const [caller, expected, resolving] of [
      [null, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
      // Another state knows of no such conflict.
      [authority('USA'), 'FORBIDDEN', 'NOT_FOUND'],
      [contactOf('CAN'), 'FORBIDDEN', 'FORBIDDEN'],
      [organisation('OAS'), 'FORBIDDEN', 'FORBIDDEN'],
      [custodian, 'FORBIDDEN', 'FORBIDDEN'],
    ] as const) {
      expect(await code(resolve(caller, id, 'OAS'))).toBe(resolving);
      expect(await code(prefer(caller, ['OAS']))).toBe(expected);
    }
    expect(await phones()).toEqual(['+16135550140']);
    expect(await code(prefer(authority('CAN'), ['OAS'], 'XXX'))).toBe('BAD_USER_INPUT');
  });

  it('goes with its contact', async () => {
    const { consent } = await grantBoth();
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    await world.withdraw('CAN', consent.id, 'WITHDRAW');
    const shape = z.object({ state: z.object({ consents: z.array(z.object({ id: z.string() })) }) });
    const { state } = await world.get(custodian, '{ state(iso3: "CAN") { consents { id } } }', shape);
    for (const { id } of state.consents) await world.withdraw('CAN', id, 'WITHDRAW');
    expect(await conflicts(null)).toEqual([]);
  });

  it('waits in review mode, also where nothing that is shown would change', async () => {
    await grantBoth();
    await world.grant('CAN', 'OSCE', { mode: 'REVIEW' });
    await change('OSCE', { phones: ['+1 613-555-0141'] });
    expect(await conflicts()).toEqual([]);
    const [waiting] = await world.proposals('CAN');
    expect(waiting).toMatchObject({
      changes: [{ field: 'phones', before: ['+16135550140'], after: ['+16135550141'] }],
    });
    const accept = 'mutation ($id: ID!) { acceptProposal(id: $id) { status } }';
    expect((await world.ask(authority('CAN'), accept, { id: waiting?.id })).errors).toEqual([]);
    expect(await conflicts()).toHaveLength(1);
    expect(await phones()).toEqual(['+16135550140']);
  });
});
