import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import {
  anna,
  authority,
  contactOf,
  custodian,
  DirectoryWorld,
  desk,
  organisation,
} from './directory-world.ts';

const Dashboard = z.object({
  syncDashboard: z.object({
    activeConsents: z.number(),
    copiedContacts: z.number(),
    waitingProposals: z.number(),
    openConflicts: z.number(),
    directories: z.array(
      z.object({
        directory: z.object({ code: z.string(), name: z.string(), entries: z.number() }),
        lastPull: z.object({ outcome: z.string() }).nullable(),
        pendingChanges: z.number(),
        ageSeconds: z.number().nullable(),
        healthy: z.boolean(),
        problems: z.array(z.string()),
        consents: z.number(),
        copiedContacts: z.number(),
        heldPulls: z.array(z.object({ outcome: z.string() })),
        setAside: z.array(z.object({ location: z.string(), reason: z.string() })),
      }),
    ),
  }),
});
const dashboardQuery = `{ syncDashboard { activeConsents copiedContacts waitingProposals openConflicts directories {
  directory { code name entries } lastPull { outcome } pendingChanges ageSeconds healthy problems consents copiedContacts
  heldPulls { outcome } setAside { location reason } } } }`;

describe.each(databases)('reading the directory on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  const dashboard = async () => (await world.get(custodian, dashboardQuery, Dashboard)).syncDashboard;
  const statusOf = async (code: string) => {
    const status = (await dashboard()).directories.find(({ directory }) => directory.code === code);
    if (!status) throw new Error(`no ${code}`);
    return status;
  };

  it('shows all 193 states in the order of their codes, with their names in each language', async () => {
    const shape = z.object({
      states: z.array(
        z.object({ iso3: z.string(), en: z.string(), zh: z.string(), regionalGroup: z.string() }),
      ),
    });
    const query = '{ states { iso3 en: name zh: name(language: ZH) regionalGroup } }';
    const { states } = await world.get(organisation('OAS'), query, shape);
    expect(states).toHaveLength(193);
    expect(states.map(({ iso3 }) => iso3)).toEqual(states.map(({ iso3 }) => iso3).sort());
    expect(states.find(({ iso3 }) => iso3 === 'EST')).toEqual({
      iso3: 'EST',
      en: 'Estonia',
      zh: '爱沙尼亚',
      regionalGroup: 'EASTERN_EUROPEAN',
    });
  });

  it('finds a state by its code in any case, and no other', async () => {
    const query = '{ a: state(iso3: "est") { iso3 } b: state(iso3: "XXX") { iso3 } }';
    expect((await world.ask(custodian, query)).data).toEqual({ a: { iso3: 'EST' }, b: null });
  });

  it('knows who takes part', async () => {
    await world.grant('EST', 'OSCE');
    await world.grant('LVA', 'OSCE');
    await world.grant('LTU', 'OSCE');
    const query = '{ taking: states(participating: true) { iso3 participating } }';
    expect((await world.ask(custodian, query)).data).toEqual({
      taking: [
        { iso3: 'EST', participating: true },
        { iso3: 'LTU', participating: true },
        { iso3: 'LVA', participating: true },
      ],
    });
    const not = await world.ask(custodian, '{ states(participating: false) { iso3 } }');
    expect(z.object({ states: z.array(z.unknown()) }).parse(not.data).states).toHaveLength(190);
  });

  it('finds contacts by function and by id', async () => {
    const { contacts } = await world.grant('EST', 'OSCE');
    const query = `query ($id: ID!) { contact(id: $id) { name state { iso3 name } } none: contact(id: "none") { id }
      state(iso3: "EST") { contacts(function: TECHNICAL) { entity } } }`;
    const { data } = await world.ask(contactOf('LVA'), query, { id: contacts[0]?.id });
    expect(data).toEqual({
      contact: { name: 'Anna Näide', state: { iso3: 'EST', name: 'Estonia' } },
      none: null,
      state: { contacts: [{ entity: 'CERT of Examples' }] },
    });
  });

  it.each([
    ['nobody', null, ['UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED']],
    ['the organisation', organisation('OSCE'), ['FORBIDDEN', 'ok', 'FORBIDDEN']],
    ['another organisation', organisation('OAS'), ['FORBIDDEN', 'ok', 'FORBIDDEN']],
    ['the state', authority('EST'), ['ok', 'ok', 'FORBIDDEN']],
    ['another state', authority('LVA'), ['ok', 'FORBIDDEN', 'FORBIDDEN']],
    ['a contact', contactOf('EST'), ['ok', 'FORBIDDEN', 'FORBIDDEN']],
    ['the custodian', custodian, ['ok', 'ok', 'ok']],
  ])(
    'shows contacts, consents and the dashboard to %s as its role may see them',
    async (_who, caller, expected) => {
      await world.grant('EST', 'OSCE');
      const queries = [
        '{ state(iso3: "EST") { contacts { name } } }',
        '{ state(iso3: "EST") { consents { directory } } }',
        '{ syncDashboard { activeConsents } }',
      ];
      const codes = [];
      for (const query of queries) codes.push((await world.ask(caller, query)).errors[0]?.code ?? 'ok');
      expect(codes).toEqual(expected);
    },
  );

  it('tells nobody anything without a token, not even by reference', async () => {
    for (const query of [
      '{ states { iso3 } }',
      '{ state(iso3: "EST") { name } }',
      '{ contact(id: "x") { id } }',
      '{ regionalDirectories { code } }',
      '{ proposals { totalCount } }',
      '{ directoryRevision }',
      '{ _entities(representations: [{ __typename: "State", iso3: "EST" }]) { ... on State { name } } }',
      '{ _entities(representations: [{ __typename: "Contact", id: "x" }]) { ... on Contact { name } } }',
      'mutation { pullDirectory(directory: "OSCE") { id } }',
    ])
      expect((await world.ask(null, query)).errors[0]?.code, query).toBe('UNAUTHENTICATED');
  });

  it('finds states and contacts for other subgraphs by reference', async () => {
    const { contacts } = await world.grant('EST', 'OSCE');
    const query = `query ($all: [_Any!]!) { _entities(representations: $all) { ... on State { name } ... on Contact { function } } }`;
    const all = [
      { __typename: 'State', iso3: 'EST' },
      { __typename: 'Contact', id: contacts[1]?.id },
    ];
    expect((await world.ask(custodian, query, { all })).data).toEqual({
      _entities: [{ name: 'Estonia' }, { function: 'TECHNICAL' }],
    });
  });

  it('shows an organisation the consents for its own directory only', async () => {
    await world.grant('EST', 'OSCE');
    const query = '{ state(iso3: "EST") { consents { directory } } }';
    expect((await world.ask(organisation('OSCE'), query)).data).toMatchObject({
      state: { consents: [{ directory: 'OSCE' }] },
    });
    expect((await world.ask(organisation('OAS'), query)).data).toMatchObject({ state: { consents: [] } });
  });

  it('lets only the custodian and the organisation concerned pull a directory, and see its pulls', async () => {
    const pull = 'mutation ($d: ID!) { pullDirectory(directory: $d) { outcome } }';
    const code = async (...[caller, d]: [Parameters<typeof world.ask>[0], string]) =>
      (await world.ask(caller, pull, { d })).errors[0]?.code ?? 'ok';
    expect(await code(organisation('OSCE'), 'OSCE')).toBe('ok');
    expect(await code(organisation('OSCE'), 'OAS')).toBe('FORBIDDEN');
    expect(await code(authority('EST'), 'OSCE')).toBe('FORBIDDEN');
    expect(await code(contactOf('EST'), 'OSCE')).toBe('FORBIDDEN');
    expect(await code(custodian, 'XYZ')).toBe('BAD_USER_INPUT');
    const list = '{ regionalDirectories { code entries pulls { outcome } } }';
    expect((await world.ask(organisation('OSCE'), list)).data).toMatchObject({
      regionalDirectories: [{ code: 'OSCE', entries: 2 }],
    });
    expect((await world.ask(authority('EST'), list)).errors[0]?.code).toBe('FORBIDDEN');
    const names = await world.ask(authority('EST'), '{ regionalDirectories { code name schedule } }');
    expect(names.errors).toEqual([]);
    const tooMany = '{ regionalDirectories { pulls(first: 201) { id } } }';
    expect((await world.ask(custodian, tooMany)).errors[0]).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'first',
    });
  });

  it('takes a pull that failed for an answer, and an adapter that is down for an error', async () => {
    world.osce.nextOutcome = 'FAILED';
    expect(await world.pull('OSCE')).toBe('FAILED');
    world.osce.isDown = true;
    const { errors } = await world.ask(custodian, 'mutation { pullDirectory(directory: "OSCE") { id } }');
    expect(errors[0]?.message).toMatch(/adapter of OSCE does not answer/);
  });

  it('counts on the dashboard what there is', async () => {
    await world.grant('EST', 'OSCE');
    world.arf.add('row-1', { state: 'MYS', level: 'HIGH_LEVEL', name: 'Some Officer' });
    await world.pull('ARF');
    await world.grant('MYS', 'ARF');
    world.osce.edit('EST-POL-1', { title: 'Counsellor' });
    world.osce.setAside = [
      { directory: 'OSCE', location: 'contactPoint X', reason: 'no state', at: '2026-03-01T09:00:00Z' },
    ];
    world.clock.advance(59_000);
    const { directories, ...totals } = await dashboard();
    expect(totals).toEqual({ activeConsents: 2, copiedContacts: 2, waitingProposals: 1, openConflicts: 0 });
    expect(directories.map(({ directory }) => directory.code)).toEqual(['ARF', 'OAS', 'OSCE']);
    expect(directories[2]).toMatchObject({
      directory: { name: 'Directory OSCE', entries: 2 },
      lastPull: { outcome: 'CHANGED' },
      pendingChanges: 1,
      ageSeconds: 61,
      healthy: true,
      problems: [],
      consents: 1,
      copiedContacts: 2,
      heldPulls: [],
      setAside: [{ location: 'contactPoint X' }],
    });
    expect(directories[1]).toMatchObject({ lastPull: null, ageSeconds: null, healthy: false });
    await world.pull('OSCE');
    expect((await statusOf('OSCE')).pendingChanges).toBe(0);
  });

  it('is healthy no longer after a failed pull, when two pulls are overdue, or when the adapter is down, and says why', async () => {
    const problems = async () => (await statusOf('OSCE')).problems;
    world.osce.nextOutcome = 'FAILED';
    await world.pull('OSCE');
    expect(await statusOf('OSCE')).toMatchObject({ healthy: false, lastPull: { outcome: 'FAILED' } });
    expect(await problems()).toEqual(['Its last pull, OSCE-pull-2, failed. The source does not answer.']);
    await world.pull('OSCE');
    expect((await statusOf('OSCE')).healthy).toBe(true);
    world.clock.set('2026-03-01T11:00:00.000Z');
    expect((await statusOf('OSCE')).healthy).toBe(true);
    world.clock.advance(1);
    expect((await statusOf('OSCE')).healthy).toBe(false);
    expect(await problems()).toEqual([expect.stringMatching(/two pulls or more are overdue/)]);
    await world.pull('OSCE');
    expect((await statusOf('OSCE')).healthy).toBe(true);
    world.osce.isDown = true;
    expect(await statusOf('OSCE')).toMatchObject({
      healthy: false,
      directory: { name: 'Directory OSCE', entries: 2 },
      problems: [expect.stringMatching(/does not answer/)],
    });
    expect((await statusOf('OAS')).problems).toEqual(['It has never been read in full.']);
  });

  it('is not healthy while a held pull waits for the custodian, whatever later pulls find', async () => {
    world.osce.nextOutcome = 'HELD';
    await world.pull('OSCE');
    world.osce.nextOutcome = 'UNCHANGED';
    await world.pull('OSCE');
    expect(await statusOf('OSCE')).toMatchObject({
      healthy: false,
      lastPull: { outcome: 'UNCHANGED' },
      heldPulls: [{ outcome: 'HELD' }],
      problems: [expect.stringMatching(/OSCE-pull-2 is held and waits for you/)],
    });
    world.osce.decide('OSCE-pull-2');
    expect(await statusOf('OSCE')).toMatchObject({ healthy: true, problems: [] });
  });

  it('gives proposals page by page, to their state alone', async () => {
    for (let index = 1; index <= 5; index++)
      world.arf.add(`row-${index}`, { state: 'MYS', level: 'HIGH_LEVEL', name: `Officer ${index}` });
    await world.grant('MYS', 'ARF');
    const shape = z.object({
      proposals: z.object({
        nodes: z.array(z.object({ sourceKey: z.string() })),
        totalCount: z.number(),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    });
    const query = `query ($after: String) { proposals(first: 2, after: $after) { totalCount nodes { sourceKey }
      pageInfo { hasNextPage endCursor } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: z.infer<typeof shape> = await world.get(authority('MYS'), query, shape, { after });
      const { proposals } = page;
      expect(proposals.totalCount).toBe(5);
      seen.push(...proposals.nodes.map(({ sourceKey }) => sourceKey));
      after = proposals.pageInfo.endCursor;
      if (!proposals.pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(['row-1', 'row-2', 'row-3', 'row-4', 'row-5']);
    const refused = async (caller: Parameters<typeof world.ask>[0], text: string) =>
      (await world.ask(caller, text)).errors[0]?.code;
    expect(await refused(custodian, '{ proposals { totalCount } }')).toBe('FORBIDDEN');
    expect(await refused(authority('EST'), '{ proposals(state: "MYS") { totalCount } }')).toBe('FORBIDDEN');
    expect(await refused(authority('MYS'), '{ proposals(first: 0) { totalCount } }')).toBe('BAD_USER_INPUT');
    expect(await refused(authority('MYS'), '{ proposals(after: "x") { totalCount } }')).toBe(
      'BAD_USER_INPUT',
    );
  });
});
