import { expect, it } from 'vitest';
import { joined, type Part } from './joined.ts';

/** Nothing is a Place, so that the planner takes no way to one for possible. */
const directory: Part = {
  typeDefs: `
  interface Place @key(fields: "id") { id: ID! }
  type Query { place: Place code: String }
  type Mutation { move: Place count: Int }`,
  resolvers: { Query: { code: () => 'c' }, Mutation: { count: () => 1 } },
};
const region: Part = {
  typeDefs: `
  type Query { region: String }
  type Place @interfaceObject @key(fields: "id", resolvable: false) { id: ID! name: String }`,
  resolvers: { Query: { region: () => 'r' } },
};
const refused = {
  data: null,
  errors: [
    {
      message: 'No subgraph can answer what is asked of "place".',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    },
  ],
  status: 500,
};

it('says that nobody can answer, instead of null', async () => {
  const { ask, askApollo, questions } = await joined({ directory, region });
  for (const query of [
    '{ place { name } }',
    '{ code somewhere: place { name } }',
    '{ ...P } fragment P on Query { code ... on Query { place { name } } }',
  ]) {
    const plain = await askApollo(query);
    expect({ ...plain, place: Object.values(plain.data ?? {}).at(-1) }).toMatchObject({
      place: null,
      errors: [],
    });
    questions.length = 0;
    for (let time = 0; time < 3; time++) expect(await ask(query)).toMatchObject(refused);
    expect(questions).toEqual([]);
  }
});

it('leaves acts to Apollo, which refuses them by itself', async () => {
  const { ask, askApollo, questions } = await joined({ directory, region });
  const query = 'mutation { count move { name } }';
  expect((await ask(query)).errors).toMatchObject([
    { message: expect.stringContaining('Was not able to plan') },
  ]);
  expect(await ask(query)).toMatchObject({ data: null, status: (await askApollo(query)).status });
  expect(questions).toEqual([]);
});

it('answers where what nobody can answer is not asked for this time', async () => {
  const { ask, askApollo } = await joined({ directory, region });
  const query = `query ($no: Boolean!, $usual: Boolean = false) {
    code place @include(if: $no) { name } ... @skip(if: true) { other: place { name } } third: place @include(if: $usual) { name }
  }`;
  for (let time = 0; time < 3; time++)
    expect(await ask(query, { no: false })).toEqual(await askApollo(query, { no: false }));
  expect((await ask(query, { no: false })).data).toEqual({ code: 'c' });
  expect(await ask(query, { no: true })).toMatchObject(refused);
  expect((await ask(query, { no: false, usual: true })).status).toBe(500);
});

it('leaves to Apollo what includes nothing of a field', async () => {
  const { ask, askApollo } = await joined({ directory, region });
  const query = `query ($yes: Boolean!) { place @include(if: $yes) { name @skip(if: $yes) } code }`;
  expect(await ask(query, { yes: true })).toEqual(await askApollo(query, { yes: true }));
  const withNull = 'query ($yes: Boolean = true) { place @include(if: $yes) { name } code @skip(if: $yes) }';
  const told = await ask(withNull, { yes: null });
  expect(told.errors).toMatchObject([{ message: expect.stringContaining('$yes') }]);
  expect(told).toEqual(await askApollo(withNull, { yes: null }));
});

it('takes nothing for left out that needs no subgraph', async () => {
  const { ask, askApollo } = await joined({ directory, region });
  for (const query of [
    '{ __typename }',
    '{ kind: __typename __schema { queryType { name } } }',
    '{ code @skip(if: true) __typename }',
    '{ place { id @skip(if: true) } region }',
    '{ place { id } code }',
    'query ($yes: Boolean = true) { place @include(if: $yes) { ... @skip(if: true) { name } id @include(if: false) } code }',
  ]) {
    for (let time = 0; time < 3; time++) expect(await ask(query)).toEqual(await askApollo(query));
  }
});
