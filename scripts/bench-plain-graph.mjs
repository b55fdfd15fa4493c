// The graph that the benchmarks of the gateway ask: a directory and two regions, in memory.
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const built = (path) => import(new URL(`../dist/${path}`, import.meta.url));
const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@shareable"])\n';
const states = Array.from({ length: 193 }, (_, index) => ({ code: `S${index}`, name: `State ${index}` }));
const contactsOf = ({ code }) =>
  ['POLICY', 'TECHNICAL', 'DIPLOMATIC', 'LEGAL'].map((unit) => ({
    id: `${code}-${unit}`,
    unit,
    name: `Desk ${unit}`,
    email: `${unit}@${code}.example`,
  }));
const entries = (region) => ({
  typeDefs: `${link} type State @key(fields: "code") { code: ID! ${region}: [${region.toUpperCase()}Entry!]! }
    type ${region.toUpperCase()}Entry { key: ID! name: String! phone: String }`,
  resolvers: {
    State: {
      __resolveReference: (given) => given,
      [region]: ({ code }) => [1, 2].map((each) => ({ key: `${code}${each}`, name: region, phone: '+1' })),
    },
  },
});
const parts = {
  directory: {
    typeDefs: `${link} type Query { states: [State!]! state(code: ID!): State }
      type State @key(fields: "code") { code: ID! name: String! contacts: [Contact!]! }
      type Contact { id: ID! unit: String! name: String! email: String }`,
    resolvers: {
      Query: {
        states: () => states,
        state: (_, { code }) => states.find((state) => state.code === code) ?? null,
      },
      State: { __resolveReference: ({ code }) => states.find((s) => s.code === code), contacts: contactsOf },
    },
  },
  arf: entries('arf'),
  oas: entries('oas'),
};
export const plainQueries = {
  'Q1 a state and its contacts': '{ state(code: "S7") { code name contacts { id unit name email } } }',
  'Q2 and entries of two more parts':
    '{ state(code: "S7") { code name contacts { id unit name email } arf { key name phone } oas { key name phone } } }',
  'Q3 all states with everything':
    '{ states { code name contacts { id unit name email } arf { key name phone } oas { key name phone } } }',
  'Q4 __typename': '{ __typename }',
};

/** @param urlOf where each part is said to be */
export async function plainGraph(urlOf = (name) => `http://${name}.invalid/`) {
  const { createLog } = await built('platform/log/log.js');
  const { inProcessExecutor } = await built('platform/graphql/execute.js');
  const log = createLog('silent');
  const executors = new Map(
    Object.entries(parts).map(([name, { typeDefs, resolvers }]) => {
      const schema = buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers });
      return [
        name,
        inProcessExecutor({ subgraph: { name, typeDefs, schema }, context: async () => ({}) }, log),
      ];
    }),
  );
  const { supergraphSdl, errors } = composeServices(
    Object.entries(parts).map(([name, { typeDefs }]) => ({
      name,
      typeDefs: parse(typeDefs),
      url: urlOf(name),
    })),
  );
  if (errors) throw new Error(errors.join('\n'));
  return { supergraphSdl, executors };
}
