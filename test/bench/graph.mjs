// The graph that gateways are compared on: 193 states with four contacts each, and regional entries from two more subgraphs.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@shareable"])\n';
const units = ['POLICY', 'TECHNICAL', 'DIPLOMATIC', 'LEGAL'];
const states = Array.from({ length: 193 }, (_, index) => ({ code: `S${index}`, name: `State ${index}` }));
const byCode = new Map(states.map((state) => [state.code, state]));
const contactsOf = ({ code }) =>
  units.map((unit, index) => ({
    id: `${code}-${unit}`,
    unit,
    name: `Duty desk of ${code}, ${unit.toLowerCase()}`,
    email: `${unit.toLowerCase()}@${code.toLowerCase()}.example`,
    phone: `+44163296${String(index).padStart(4, '0')}`,
  }));

const region = (name) => ({
  typeDefs: `${link} type State @key(fields: "code") { code: ID! ${name}: [${name.toUpperCase()}Entry!]! }
    type ${name.toUpperCase()}Entry { key: ID! name: String! phone: String }`,
  resolvers: {
    State: {
      __resolveReference: ({ code }) => ({ code }),
      [name]: ({ code }) =>
        [1, 2].map((each) => ({
          key: `${code}-${each}`,
          name: `${name} desk ${each}`,
          phone: '+441632960100',
        })),
    },
  },
});

/** Type definitions and resolvers of each subgraph. */
export const subgraphs = {
  directory: {
    typeDefs: `${link} type Query { states: [State!]! state(code: ID!): State }
      type State @key(fields: "code") { code: ID! name: String! contacts: [Contact!]! }
      type Contact { id: ID! unit: String! name: String! email: String phone: String }`,
    resolvers: {
      Query: { states: () => states, state: (_, { code }) => byCode.get(code) ?? null },
      State: { __resolveReference: ({ code }) => byCode.get(code), contacts: contactsOf },
    },
  },
  arf: region('arf'),
  oas: region('oas'),
};

const contact = 'contacts { id unit name email phone }';
const entries = 'arf { key name phone } oas { key name phone }';

export const queries = {
  Q1: `{ state(code: "S7") { code name ${contact} } }`,
  Q2: `{ state(code: "S7") { code name ${contact} ${entries} } }`,
  Q3: `{ states { code name ${contact} ${entries} } }`,
  Q4: '{ __typename }',
};

export const schemaOf = ({ typeDefs, resolvers }) =>
  buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers });

/** The schema of the same subgraph in the first version of federation, which Mercurius reads, and reads only as it was written. */
export function inFirstFederation({ typeDefs, resolvers }) {
  const sdl = typeDefs
    .replace(link, '')
    .replace('type Query', 'extend type Query')
    .replace(/ type State (.*) \{ code: ID! (arf|oas)/, ' extend type State $1 { code: ID! @external $2');
  const schema = schemaOf({ typeDefs: sdl, resolvers });
  schema.getQueryType().getFields()._service.resolve = () => ({ sdl });
  return schema;
}
