import { expect, it } from 'vitest';
import { withRequirementsApart } from '../../gateway/mends/requirements.ts';
import { joined, type Part } from './joined.ts';

const directory: Part = {
  typeDefs: `
  type Query { states: [State!]! }
  type State @key(fields: "id") { id: ID! name(language: String!): String seat: Seat }
  type Seat { city(language: String!): String }`,
  resolvers: {
    Query: { states: () => [{ id: '1' }, { id: '2' }] },
    State: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      name: ({ id }: { id: string }, { language }: { language: string }) => {
        if (language === 'xx') throw new Error('No such language.');
        return `${language}${id}`;
      },
      seat: () => ({}),
    },
    Seat: { city: (_: unknown, { language }: { language: string }) => `city ${language}` },
  },
};
const region: Part = {
  typeDefs: `
  type State @key(fields: "id") {
    id: ID! plain(of: Int): String
    name(language: String!): String @external
    seat: Seat @external
    french(end: String = "."): String @requires(fields: "name(language: \\"fr\\") seat { city(language: \\"fr\\") }")
    english(end: String = "."): String! @requires(fields: "name(language: \\"en\\") seat { city(language: \\"en\\") }")
    both: String @requires(fields: "name(language: \\"en\\") seat { city(language: \\"fr\\") }")
    none: String @requires(fields: "name(language: \\"xx\\")")
  }
  type Seat @external { city(language: String!): String }`,
  resolvers: {
    State: {
      __resolveReference: (given: object) => given,
      plain: ({ id }: { id: string }, { of }: { of?: number }) => `plain ${id} ${of}`,
      ...Object.fromEntries(['french', 'english', 'both', 'none'].map((name) => [name, told])),
    },
  },
};

function told({ name, seat }: { name?: string; seat?: { city: string } }, { end = '' }: { end?: string }) {
  return name ? `${name} ${seat?.city}${end}` : null;
}

const state = (id: string) => ({
  id,
  french: `fr${id} city fr!`,
  english: `en${id} city en?`,
  both: `en${id} city fr`,
  plain: `plain ${id} 3`,
  own: `de${id}`,
});
const query = `query Q($of: Int, $end: String, $mark: String) {
  states { ...S french(end: $end) both own: name(language: "de") }
}
fragment S on State { id english(end: $mark) plain(of: $of) }`;
const variables = { of: 3, end: '!', mark: '?' };

it('gives each field what it requires, with its own arguments', async () => {
  const { ask, askApollo } = await joined({ directory, region });
  expect((await askApollo(query, variables)).data).not.toEqual({ states: [state('1'), state('2')] });
  for (let time = 0; time < 3; time++)
    expect(await ask(query, variables)).toMatchObject({
      data: { states: [state('1'), state('2')] },
      errors: [],
    });
});

it('asks a part once for each set of requirements, and once where there is one', async () => {
  const { ask, questions } = await joined({ directory, region });
  const toRegion = () => questions.splice(0).filter((question) => question.startsWith('region'));
  await ask(query, variables);
  const texts = toRegion();
  expect(texts).toHaveLength(3);
  expect(texts.filter((text) => text.includes('plain'))).toHaveLength(1);
  for (const text of texts) expect(text).not.toContain('_required_');
  const { data } = await ask('{ states { english plain } }');
  expect(data).toMatchObject({ states: [{ english: 'en1 city en.', plain: 'plain 1 undefined' }, {}] });
  expect(toRegion()).toHaveLength(1);
  await ask('{ states { plain } }');
  expect(toRegion()).toHaveLength(1);
});

it('tells errors by the names that parts know', async () => {
  const { ask } = await joined({ directory, region });
  const { data, errors } = await ask('{ states { id none french } }');
  expect(data).toEqual({
    states: ['1', '2'].map((id) => ({ id, none: null, french: `fr${id} city fr.` })),
  });
  expect(errors).toMatchObject([
    { message: 'No such language.', path: ['states', 0, 'name'] },
    { message: 'No such language.', path: ['states', 1, 'name'] },
  ]);
});

it('shows nobody the fields that it adds', async () => {
  const { ask, askApollo } = await joined({ directory, region });
  const known = '{ __type(name: "State") { fields { name } } }';
  expect((await ask(known)).data).toEqual((await askApollo(known)).data);
  expect((await ask('{ states { name_required_0 } }')).errors[0]?.message).toContain('Cannot query field');
});

it('leaves a supergraph as it is where all require the same', async () => {
  const same = { ...region, typeDefs: region.typeDefs.replaceAll(/"(en|xx)\\"/g, '"fr\\"') };
  const { supergraphSdl } = await joined({ directory, region: same });
  expect(withRequirementsApart(supergraphSdl).supergraphSdl).toBe(supergraphSdl);
});

const known = {
  'an interface': 'interface Named { name(language: String!): String }',
  'what a graph provides': 'type Other { state: State @join__field(graph: A, provides: "name") }',
  'a field of several graphs':
    'type Other { f: ID @join__field(graph: A, requires: "g") @join__field(graph: B, requires: "g") g: ID }',
};
for (const [title, sdl] of Object.entries(known)) {
  it(`leaves a supergraph as it is where the field is also known for ${title}`, () => {
    const requires = (language: string) => `@join__field(graph: A, requires: "name(language: ${language})")`;
    const type = `type State {
      name(language: String!): String @join__field(graph: A, external: true) @join__field(graph: B)
      one: ID ${requires('1')} two: ID ${requires('2')}
    }`;
    expect([...withRequirementsApart(type).required.keys()]).toEqual(['name_required_0', 'name_required_1']);
    const left = withRequirementsApart(`${type}\n${sdl}`);
    expect(left).toEqual({ supergraphSdl: `${type}\n${sdl}`, required: new Map(), requiredBy: new Map() });
  });
}
