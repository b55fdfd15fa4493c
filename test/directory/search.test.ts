import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { databases } from '../support/databases.ts';
import { anna, authority, contactOf, custodian, DirectoryWorld, organisation } from './directory-world.ts';
import { TakingPart } from './participation-acts.ts';
import { mutations, StateAuthority } from './state-acts.ts';

const Found = z.object({
  searchContacts: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        name: z.string().nullable(),
        entity: z.string().nullable(),
        state: z.object({ iso3: z.string() }),
      }),
    ),
    totalCount: z.number(),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
const query = `query ($text: String!, $function: ContactFunction, $state: ID, $first: Int, $after: String) {
  searchContacts(text: $text, function: $function, state: $state, first: $first, after: $after) {
    nodes { id name entity state { iso3 } } totalCount pageInfo { hasNextPage endCursor } } }`;

const person = (name: string, more: object = {}) => ({
  function: 'DIPLOMATIC',
  kind: 'PERSON',
  name,
  emails: ['somebody@mfa.example'],
  ...more,
});
const office = (entity: string, more: object = {}) => ({
  function: 'TECHNICAL',
  kind: 'OFFICE',
  entity,
  emails: ['desk@cert.example'],
  ...more,
});

describe.each(databases)('searching for points of contact on $name', ({ make }) => {
  let world: DirectoryWorld;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    world = await DirectoryWorld.start(make);
    await add('EGY', person('محمد المثال', { title: 'مستشار' }));
    await add('MAR', person('Mohammed Benexemple', { entity: 'Ministry of Examples' }));
    await add('CHN', person('王小明', { entity: '国家互联网应急中心' }));
    await add('SGP', person('Wang Xiaoming', { title: 'Director' }));
    await add('RUS', person('Евгений Ладыгин', { entity: 'Министерство примеров' }));
    await add('DEU', person('Jörg Müller', { title: 'Referent, CERT-Verbund' }));
    await add('GRC', person('Μαρία Παπαδοπούλου'));
    await add(
      'FRA',
      office('CERT des exemples', {
        texts: [
          { field: 'ENTITY', language: 'FR', text: 'CERT des exemples' },
          { field: 'ENTITY', language: 'AR', text: 'فريق الأمثلة' },
          { field: 'ENTITY', language: 'EN', text: 'Response Team of Samples', unofficial: true },
        ],
      }),
    );
    await add('CAN', person('Robin Cert'));
  });
  afterAll(() => world.stop());

  async function add(state: string, input: object): Promise<string> {
    const created = await new StateAuthority(world, state).does('create', { state, input });
    const { id } = z.object({ id: z.string() }).parse(created);
    ids.set(state, id);
    return id;
  }
  const search = async (
    text: string,
    more: Record<string, unknown> = {},
    caller: Caller | null = contactOf('NOR'),
  ) => (await world.get(caller, query, Found, { text, ...more })).searchContacts;
  /** Of which states contacts are found, the best match first. */
  const found = async (text: string, more: Record<string, unknown> = {}, caller?: Caller | null) =>
    (await search(text, more, caller)).nodes.map(({ state }) => state.iso3);

  it.each([
    ['mohamed', ['MAR', 'EGY']],
    ['محمد', ['EGY', 'MAR']],
    ['wang xiaoming', ['SGP', 'CHN']],
    ['xiaoming wang', ['SGP', 'CHN']],
    ['王小明', ['CHN', 'SGP']],
    ['应急', ['CHN']],
    ['ladygin evgeny', ['RUS']],
    ['ministerstvo', ['RUS']],
    ['mueller', ['DEU']],
    ['papadopoulou maria', ['GRC']],
    ['الأمثلة', ['FRA']],
    ['samples response', ['FRA']],
    ['robin ministry', []],
  ])('finds by %s', async (text, states) => {
    expect(await found(text)).toEqual(states);
  });

  it('finds in two other scripts at once, no state before another', async () => {
    expect((await found('Мухаммед')).sort()).toEqual(['EGY', 'MAR']);
  });

  it('puts a name before an entity, that before a title, and what is written so before what begins so', async () => {
    expect(await found('cert')).toEqual(['CAN', 'FRA', 'DEU']);
    const certain = await add('NZL', person('Ana Certain'));
    const states = await found('cert');
    await new StateAuthority(world, 'NZL').does('remove', { id: certain, revision: 1, reason: 'A test.' });
    expect(states).toEqual(['CAN', 'FRA', 'NZL', 'DEU']);
    expect(await found('cert')).toEqual(['CAN', 'FRA', 'DEU']);
  });

  it('takes one function or one state', async () => {
    expect(await found('cert', { function: 'TECHNICAL' })).toEqual(['FRA']);
    expect(await found('cert', { state: 'deu' })).toEqual(['DEU']);
    expect(await found('cert', { state: 'DEU', function: 'TECHNICAL' })).toEqual([]);
  });

  it('comes page by page, each contact once', async () => {
    const pages: string[] = [];
    let after: string | null = null;
    do {
      const page = await search('cert', { first: 1, after });
      expect(page.totalCount).toBe(3);
      pages.push(...page.nodes.map(({ state }) => state.iso3));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(pages).toEqual(['CAN', 'FRA', 'DEU']);
  });

  it.each([
    [{ text: ' – ' }, 'text', /two letters/],
    [{ text: 'x' }, 'text', /two letters/],
    [{ text: 'x'.repeat(201) }, 'text', /200 characters/],
    [{ text: 'one two three four five six seven eight nine ten eleven' }, 'text', /10 words/],
    [{ text: 'cert', state: 'XXX' }, 'state', /no Member State/],
    [{ text: 'cert', first: 0 }, 'first', /1 to 200/],
    [{ text: 'cert', after: 'x' }, 'after', /no cursor/],
  ])('refuses %j', async (variables, field, message) => {
    const { errors } = await world.ask(custodian, query, variables);
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', field }]);
    expect(errors[0]?.message).toMatch(message);
  });

  it('follows each change, by the state and by a source, and a withdrawal, at once', async () => {
    const id = ids.get('GRC') ?? '';
    await new StateAuthority(world, 'GRC').does('update', {
      id,
      revision: 1,
      input: { name: 'Eleni Nikolaou' },
    });
    expect([await found('papadopoulou'), await found('eleni')]).toEqual([[], ['GRC']]);

    world.osce.add('anna', anna);
    await world.pull('OSCE');
    const { consent } = await world.grant('EST', 'OSCE');
    expect(await found('naide')).toEqual(['EST']);
    world.osce.edit('anna', { name: 'Anna Tamm' });
    await world.pull('OSCE');
    expect([await found('naide'), await found('anna tamm')]).toEqual([[], ['EST']]);
    await world.withdraw('EST', consent.id, 'WITHDRAW');
    expect(await found('anna tamm')).toEqual([]);
  });

  it('finds nothing of a state that stands aside, except for its own people', async () => {
    const china = new TakingPart(world, 'CHN');
    await china.does('pauseParticipation');
    expect([await found('应急'), await found('wang xiaoming')]).toEqual([[], ['SGP']]);
    expect((await search('应急')).totalCount).toBe(0);
    expect(await found('应急', {}, contactOf('CHN'))).toEqual(['CHN']);
    await china.does('resumeParticipation');
    expect(await found('应急')).toEqual(['CHN']);
  });

  it('finds nobody by an edit that was refused', async () => {
    const id = ids.get('DEU') ?? '';
    const { errors } = await world.ask(authority('DEU'), mutations.update, {
      id,
      revision: 1,
      input: { name: 'Refused Name', emails: ['no address'] },
    });
    expect(errors).toHaveLength(1);
    expect(await found('refused')).toEqual([]);
  });

  describe('for those to whom states show some of it', () => {
    const release = (fields: readonly string[]) =>
      world.ask(
        authority('FRA'),
        `mutation ($fields: [String!]) { releaseContacts(state: "FRA", audience: REGIONAL_ORGANISATIONS, fields: $fields) { audience } }`,
        { fields },
      );
    const stage = (open: boolean) =>
      world.ask(
        custodian,
        'mutation ($open: Boolean!) { setOpeningStage(audience: REGIONAL_ORGANISATIONS, open: $open, reason: "A test.") { open } }',
        { open },
      );
    const oas = organisation('OAS');

    it('finds what is released, by what is released, and nothing while nothing is', async () => {
      await release(['entity']);
      expect((await world.ask(oas, query, { text: 'cert' })).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
      expect((await world.ask(null, query, { text: 'cert' })).errors).toMatchObject([
        { code: 'UNAUTHENTICATED' },
      ]);
      await stage(true);
      expect(await found('cert', {}, oas)).toEqual(['FRA']);
      expect(await found('الأمثلة', {}, oas)).toEqual(['FRA']);
      expect((await search('cert', {}, oas)).totalCount).toBe(1);
      await release(['emails']);
      expect(await found('cert', {}, oas)).toEqual([]);
      expect((await search('cert', {}, oas)).totalCount).toBe(0);
      await stage(false);
    });
  });

  it('is a reading of whoever is found, also where nothing but their number is asked for', async () => {
    const Readings = z.object({
      state: z.object({
        readings: z.object({
          nodes: z.array(
            z.object({ subject: z.string(), through: z.array(z.string()), contacts: z.array(z.string()) }),
          ),
        }),
      }),
    });
    const asking = '{ searchContacts(text: "ladygin") { totalCount } }';
    expect((await world.ask(contactOf('SWE'), asking)).errors).toEqual([]);
    const last = '{ state(iso3: "RUS") { readings(first: 1) { nodes { subject through contacts } } } }';
    expect((await world.get(authority('RUS'), last, Readings)).state.readings.nodes).toEqual([
      { subject: 'contact of SWE', through: ['search'], contacts: [ids.get('RUS')] },
    ]);
  });
});
