import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, authority, custodian, DirectoryWorld, desk, organisation } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const Id = z.object({ id: z.string() });
const office = (name: string, of = 'TECHNICAL') => ({
  function: of,
  kind: 'OFFICE',
  entity: `Agency ${name}`,
  emails: [`${name}@agency.example`],
});

const Nomination = z.object({
  state: z.object({
    nomination: z.object({
      model: z.string(),
      singlePoint: Id.nullable(),
      points: z.array(z.object({ function: z.string(), addressees: z.array(Id), bodies: z.array(Id) })),
    }),
  }),
});

describe.each(databases)('whom to address ($name)', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  const ids = new Map<string, string>();

  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    for (const [name, of] of [
      ['north', 'TECHNICAL'],
      ['south', 'TECHNICAL'],
      ['court', 'LEGAL'],
      ['centre', 'DIPLOMATIC'],
    ] as const)
      ids.set(name, Id.parse(await estonia.does('create', { state: 'EST', input: office(name, of) })).id);
  });
  afterEach(() => world.stop());

  const idOf = (name: string) => ids.get(name) ?? name;
  const named = (id: string) => [...ids].find(([, known]) => known === id)?.[0] ?? id;

  const sets = (input: Record<string, unknown>, caller = authority('EST')) =>
    world.ask(caller, 'mutation ($input: NominationInput!) { setNomination(input: $input) { iso3 } }', {
      input: { state: 'EST', ...input },
    });

  /** By function, as another state reads it: whom to address, and who stands behind. */
  async function points() {
    const query =
      '{ state(iso3: "EST") { nomination { model singlePoint { id } points { function addressees { id } bodies { id } } } } }';
    const { nomination } = (await world.get(authority('LVA'), query, Nomination)).state;
    return nomination.points
      .filter(({ addressees }) => addressees.length > 0)
      .map(
        (point) =>
          `${point.function}: ${point.addressees.map(({ id }) => named(id))} > ${point.bodies.map(({ id }) => named(id))}`,
      );
  }

  it('is those of each function, several agencies too, where the state says nothing', async () => {
    expect((await points()).map((line) => line.split(/[ ,]/).sort())).toEqual([
      ['>', '', 'DIPLOMATIC:', 'centre'].sort(),
      ['>', '', 'TECHNICAL:', 'north', 'south'].sort(),
      ['>', '', 'LEGAL:', 'court'].sort(),
    ]);
  });

  it('is the single national point of contact, which routes to the bodies behind it', async () => {
    const routes = [{ function: 'TECHNICAL', contacts: [idOf('south'), idOf('north')] }];
    expect((await sets({ model: 'SINGLE', singlePoint: idOf('centre'), routes })).errors).toEqual([]);
    expect(await points()).toEqual([
      'DIPLOMATIC: centre > ',
      'TECHNICAL: centre > south,north',
      'LEGAL: centre > court',
      'ASSISTANCE: centre > ',
    ]);
    const query = `{ north: contact(id: "${idOf('north')}") { reachedThrough { id } routesTo { function } }
      centre: contact(id: "${idOf('centre')}") { reachedThrough { id } routesTo { function bodies { entity } } } }`;
    expect((await world.ask(authority('LVA'), query)).data).toEqual({
      north: { reachedThrough: { id: idOf('centre') }, routesTo: [] },
      centre: {
        reachedThrough: null,
        routesTo: [
          { function: 'TECHNICAL', bodies: [{ entity: 'Agency south' }, { entity: 'Agency north' }] },
          { function: 'LEGAL', bodies: [{ entity: 'Agency court' }] },
        ],
      },
    });

    await estonia.does('remove', { id: idOf('south'), revision: 1, reason: 'Closed.' });
    expect(await points()).toContain('TECHNICAL: centre > north');
    await estonia.does('remove', { id: idOf('centre'), revision: 1, reason: 'Closed.' });
    expect(await points()).toEqual(['TECHNICAL: north > ', 'LEGAL: court > ']);
    expect((await sets({ model: 'PER_FUNCTION' })).errors).toEqual([]);
    expect(await points()).toEqual(['TECHNICAL: north > ', 'LEGAL: court > ']);
  });

  it('is said by the state alone, about its own contacts', async () => {
    world.osce.add('LVA-1', { ...anna, state: 'LVA' });
    world.osce.add('LVA-2', { ...desk, state: 'LVA' });
    await world.pull('OSCE');
    await world.grant('LVA', 'OSCE');
    const [latvian] = await world.contacts('LVA');
    const wrong: readonly [Record<string, unknown>, string][] = [
      [{ model: 'SINGLE' }, 'input.singlePoint'],
      [{ model: 'SINGLE', singlePoint: latvian?.id }, 'input.singlePoint'],
      [{ model: 'SINGLE', singlePoint: 'nothing' }, 'input.singlePoint'],
      [{ model: 'PER_FUNCTION', singlePoint: idOf('centre') }, 'input.singlePoint'],
      [{ model: 'PER_FUNCTION', routes: [{ function: 'LEGAL', contacts: [idOf('court')] }] }, 'input.routes'],
      [
        {
          model: 'SINGLE',
          singlePoint: idOf('centre'),
          routes: [{ function: 'LEGAL', contacts: [latvian?.id] }],
        },
        'input.routes.0.contacts.0',
      ],
      [
        {
          model: 'SINGLE',
          singlePoint: idOf('centre'),
          routes: [{ function: 'LEGAL', contacts: [idOf('centre')] }],
        },
        'input.routes.0.contacts.0',
      ],
      [
        { model: 'SINGLE', singlePoint: idOf('centre'), routes: [{ function: 'LEGAL', contacts: [] }] },
        'input.routes.0.contacts',
      ],
    ];
    for (const [input, field] of wrong)
      expect((await sets(input)).errors).toMatchObject([{ code: 'BAD_USER_INPUT', field }]);
    for (const caller of [authority('LVA'), custodian, organisation('OSCE')])
      expect((await sets({ model: 'PER_FUNCTION' }, caller)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await points()).toContain('LEGAL: court > ');
  });
});
