import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, parse } from 'graphql';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@external", "@requires", "@provides"])\n`;

const states = ['1', '2', '3', '4'];
const contactIds = ['a', 'b', 'c', 'd', 'e', 'f'];
const contact = (id: string) => ({ __typename: id < 'd' ? 'Person' : 'Office', id });

const directory = {
  typeDefs: `${link}
  type Query { states(first: Int): [State!]! state(id: ID!): State anything: [Thing] someone: Contact nobody: Contact pages: [[Contact!]] }
  enum Unit { POLICY TECHNICAL }
  scalar Any
  interface Contact { id: ID! unit: Unit! }
  type Person implements Contact @key(fields: "id") { id: ID! unit: Unit! state: State! nickname: String }
  type Office implements Contact @key(fields: "id") { id: ID! unit: Unit! room: Int floors: [Int!] }
  union Thing = State | Person | Office
  type State @key(fields: "id") { id: ID! code: String! active: Boolean! contacts(unit: Unit): [Contact!]! first: Contact anything: Any neighbours: [State] }`,
  resolvers: {
    Query: {
      states: () => states.map((id) => ({ id })),
      state: (_: unknown, { id }: { id: string }) => (states.includes(id) ? { id } : null),
      anything: () => [{ __typename: 'State', id: '1' }, null, contact('a'), contact('d')],
      someone: () => contact('b'),
      nobody: () => null,
      pages: () => [[contact('a'), contact('e')], null, [], [contact('b')]],
    },
    State: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      code: ({ id }: { id: string }) => `C${id}`,
      active: () => true,
      contacts: ({ id }: { id: string }, { unit }: { unit?: string }) =>
        contactIds.filter((_, index) => (index + Number(id)) % 2 === (unit ? 1 : 0)).map(contact),
      first: ({ id }: { id: string }) => (id === '2' ? null : contact('c')),
      anything: ({ id }: { id: string }) => ({ some: [id, 1, null] }),
      neighbours: ({ id }: { id: string }) => [{ id: '1' }, null, { id }, { id: '1' }],
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      unit: () => 'POLICY',
      state: () => ({ id: '3' }),
      nickname: ({ id }: { id: string }) => (id === 'a' ? null : `n${id}`),
    },
    Office: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      unit: () => 'TECHNICAL',
      room: () => 7,
      floors: () => [1, 2],
    },
  },
};

const region = {
  typeDefs: `${link}
  type Query { population: Float entries(of: [ID!]): [Entry!] }
  type Entry @key(fields: "key") { key: ID! state: State text: String! }
  type State @key(fields: "id") { id: ID! code: String! @external label: String @requires(fields: "code") entries: [Entry!] size: Float! }
  type Person @key(fields: "id") { id: ID! mail: String entry: Entry }`,
  resolvers: {
    Query: {
      population: () => 1.5,
      entries: (_: unknown, { of }: { of?: string[] | null }) => (of ?? ['x', 'y']).map((key) => ({ key })),
    },
    Entry: {
      __resolveReference: ({ key }: { key: string }) => (key === 'y' ? null : { key }),
      state: () => ({ id: '4' }),
      text: ({ key }: { key: string }) => `text ${key}`,
    },
    State: {
      __resolveReference: (given: object) => given,
      label: ({ code }: { code: string }) => `label of ${code}`,
      entries: ({ id }: { id: string }) => (id === '3' ? null : [{ key: `x${id}` }, { key: 'x' }]),
      size: ({ id }: { id: string }) => Number(id) / 2,
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) => (id === 'c' ? null : { id }),
      mail: ({ id }: { id: string }) => `${id}@x`,
      entry: () => ({ key: 'x' }),
    },
  },
};

const notes = {
  typeDefs: `${link}
  type Query { note: String! }
  type Entry @key(fields: "key") { key: ID! note: String rank: Int! }
  type Office @key(fields: "id") { id: ID! note: String! }`,
  resolvers: {
    Query: { note: () => 'n' },
    Entry: {
      __resolveReference: (given: object) => given,
      note: ({ key }: { key: string }) => (key === 'x' ? null : `note ${key}`),
      rank: () => 3,
    },
    Office: {
      __resolveReference: (given: object) => given,
      note: ({ id }: { id: string }) => `office ${id}`,
    },
  },
};

const sources = { directory, region, notes };
export type PartName = keyof typeof sources;
export const partNames: readonly PartName[] = ['directory', 'region', 'notes'];

export const partSchemas: Readonly<Record<PartName, GraphQLSchema>> = {
  directory: schemaOf(directory),
  region: schemaOf(region),
  notes: schemaOf(notes),
};

function schemaOf({ typeDefs, resolvers }: { typeDefs: string; resolvers: object }): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers: resolvers as never });
}

/** The supergraph of the three, each at its address. */
export function supergraphOf(url: (name: PartName) => string): string {
  const { supergraphSdl, errors } = composeServices(
    partNames.map((name) => ({ name, typeDefs: parse(sources[name].typeDefs), url: url(name) })),
  );
  if (errors || !supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
}

export async function answerOf(
  name: PartName,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<{ data: unknown; errors?: unknown }> {
  const result = await execute({
    schema: partSchemas[name],
    document: parse(query),
    variableValues: variables,
  });
  return JSON.parse(JSON.stringify(result));
}
