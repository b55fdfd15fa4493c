import { GraphQLScalarType, parse, print } from 'graphql';
import { expect, it } from 'vitest';
import { neededNames } from '../../gateway/mends/needed-names.ts';
import { renamed } from '../../gateway/mends/renaming.ts';
import { joined, type Part } from './joined.ts';

const contactIds = ['a', 'b', 'c'];
const directory: Part = {
  typeDefs: `
  scalar Any
  type Query { states: [State!]! broken: State }
  type State @key(fields: "id") { id: ID! name: String! notes: Any nothing: String! contacts(first: Int): [Contact!]! }
  type Contact @key(fields: "id") { id: ID! unit: String! }`,
  resolvers: {
    Any: new GraphQLScalarType({ name: 'Any' }),
    Query: { states: () => [{ id: '1' }], broken: () => ({ id: '2' }) },
    State: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      name: ({ id }: { id: string }) => `State ${id}`,
      notes: () => ({ asked_id: 1, id: [{ asked_contacts: 2 }] }),
      nothing: () => {
        throw new Error('There is nothing.');
      },
      contacts: (_: unknown, { first = 3 }: { first?: number }) =>
        contactIds.slice(0, first).map((id) => ({ id })),
    },
    Contact: { __resolveReference: ({ id }: { id: string }) => ({ id }), unit: () => 'police' },
  },
};
const region: Part = {
  typeDefs: `
  type State @key(fields: "id") {
    id: ID! label: String! never: String!
    contacts(first: Int): [Contact!]! @external summary: String! @requires(fields: "contacts(first: 2) { unit }")
  }
  type Contact @key(fields: "id") { id: ID! unit: String! @external }`,
  resolvers: {
    State: {
      __resolveReference: (given: object) => given,
      label: ({ id }: { id: string }) => `label of ${id}`,
      never: () => null,
      summary: ({ contacts }: { contacts: { unit: string }[] }) => contacts.map(({ unit }) => unit).join(' '),
    },
  },
};

const wellAnswered = [
  {
    title: 'something else is called by the name of a key',
    query: '{ states { id: name label } }',
    data: { states: [{ id: 'State 1', label: 'label of 1' }] },
  },
  {
    title: 'a required field is asked for with other arguments',
    query: '{ states { contacts(first: 1) { id } summary } }',
    data: { states: [{ contacts: [{ id: 'a' }], summary: 'police police' }] },
  },
  {
    title: 'a kind is called otherwise, and something else __typename',
    query: '{ states { kind: __typename __typename: name label } }',
    data: { states: [{ kind: 'State', __typename: 'State 1', label: 'label of 1' }] },
  },
  {
    title: 'a name that is used on the way is the client’s already',
    query: '{ asked_states: states { asked_id: id id: name ...L } } fragment L on State { label }',
    data: { asked_states: [{ asked_id: '1', id: 'State 1', label: 'label of 1' }] },
  },
  {
    title: 'a value has names inside that nobody asked for',
    query: '{ states { id: notes contacts(first: 0) { id } } }',
    data: {
      states: [{ id: { asked_id: 1, id: [{ asked_contacts: 2 }] }, contacts: [] }],
    },
  },
];

for (const { title, query, data } of wellAnswered) {
  it(`answers what is asked where ${title}`, async () => {
    const { ask } = await joined({ directory, region });
    for (let time = 0; time < 3; time++)
      expect(await ask(query)).toEqual({ data, errors: [], extensions: undefined, status: undefined });
  });
}

it('is needed: Apollo by itself asks by the wrong key, and with the wrong arguments', async () => {
  const { askApollo } = await joined({ directory, region });
  const [byName, byArguments] = wellAnswered.map(({ query, data }) => ({ query, data }));
  for (const each of [byName, byArguments])
    expect((await askApollo(each?.query ?? '')).data).not.toEqual(each?.data);
});

it('is run by the hot path the second time', async () => {
  const { ask, ranBy } = await joined({ directory, region });
  for (let time = 0; time < 3; time++) await ask(wellAnswered[0]?.query ?? '');
  expect(ranBy).toEqual(['first sight', 'hot path', 'hot path']);
});

it('tells errors with the names that the client knows', async () => {
  const { ask, askApollo } = await joined({ directory, region });
  const told = await ask('{ states { id: nothing label } }');
  expect(told.errors).toMatchObject([{ message: 'There is nothing.', path: ['states', 0, 'id'] }]);
  const { errors, extensions } = await ask('{ states { id: never } }');
  const plain = await askApollo('{ states { named: never } }');
  expect(JSON.stringify({ errors, extensions }).replaceAll(/"id"|\.id\b/g, '$')).toBe(
    JSON.stringify({ errors: plain.errors, extensions: plain.extensions }).replaceAll(
      /"named"|\.named\b/g,
      '$',
    ),
  );
});

it('leaves a document as it is where no name clashes', async () => {
  const { supergraphSdl } = await joined({ directory, region });
  const needed = neededNames(supergraphSdl);
  expect(needed).toEqual(
    new Map([
      ['__typename', null],
      ['contacts', new Set(['first: 2'])],
      ['id', null],
      ['unit', null],
    ]),
  );
  const document = parse('{ states { id label named: name kind: __typename contacts(first: 2) { unit } } }');
  expect(renamed(document, needed).document).toBe(document);
});

it('leaves the very field that is needed its name, where another is called so elsewhere', async () => {
  const { ask, supergraphSdl, ranBy } = await joined({ directory, region });
  const query = '{ states { id label contacts(first: 1) { id: unit } } }';
  const { document } = renamed(parse(query), neededNames(supergraphSdl));
  expect(print(document).replace(/\s+/g, ' ')).toBe(
    '{ states { id label asked_contacts: contacts(first: 1) { asked_id: unit } } }',
  );
  const data = { states: [{ id: '1', label: 'label of 1', contacts: [{ id: 'police' }] }] };
  for (let time = 0; time < 3; time++) expect(await ask(query)).toMatchObject({ data, errors: [] });
  expect(ranBy).toContain('hot path');
});
