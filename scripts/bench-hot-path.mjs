// Asks the gateway the same with its hot path and as Apollo by itself, in one run on one machine, and prints how many times as many
// requests a second the hot path answers. `npm run build && node scripts/bench-hot-path.mjs [seconds for each]`. Ratios only: the
// numbers of one machine say nothing of another's.
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const built = (path) => import(new URL(`../dist/${path}`, import.meta.url));
const { apolloGateway, createGateway } = await built('gateway/supergraph/gateway.js');
const { serveGraphQL } = await built('gateway/http/graphql.js');
const { createServer: productServer } = await built('gateway/http/server.js');
const { readConfig } = await built('platform/config/config.js');
const { createLog } = await built('platform/log/log.js');
const { createMetrics } = await built('platform/metrics/metrics.js');
const { inProcessExecutor } = await built('platform/graphql/execute.js');

const seconds = Number(process.argv[2] ?? 3);
const atOnce = 32;
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
const queries = {
  'Q1 a state and its contacts': '{ state(code: "S7") { code name contacts { id unit name email } } }',
  'Q2 and entries of two more parts':
    '{ state(code: "S7") { code name contacts { id unit name email } arf { key name phone } oas { key name phone } } }',
  'Q3 all states with everything':
    '{ states { code name contacts { id unit name email } arf { key name phone } oas { key name phone } } }',
  'Q4 __typename': '{ __typename }',
};

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

/** Parts over HTTP answer from memory what they answered before: what is measured is the gateway. */
const urls = new Map();
const ends = [];
for (const [name, execute] of executors) {
  const answers = new Map();
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      if (!answers.has(body))
        answers.set(body, JSON.stringify(await execute(JSON.parse(body), { requestId: 'x' })));
      response.setHeader('content-type', 'application/json').end(answers.get(body));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  urls.set(name, `http://127.0.0.1:${server.address().port}/`);
  ends.push(async () => {
    server.closeAllConnections();
    server.close();
  });
}
const { supergraphSdl, errors } = composeServices(
  Object.entries(parts).map(([name, { typeDefs }]) => ({
    name,
    typeDefs: parse(typeDefs),
    url: urls.get(name),
  })),
);
if (errors) throw new Error(errors.join('\n'));

async function front(gateway) {
  const server = await productServer(readConfig({}), log, createMetrics());
  const options = {
    tokens: null,
    tokenRequired: () => false,
    rates: null,
    allowedOrigins: [],
    safeList: null,
  };
  const stop = await serveGraphQL(server, {
    serve: { gateway },
    ...options,
    introspection: () => true,
    limited: true,
    log,
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  ends.push(async () => {
    await server.close();
    await stop();
  });
  return `http://127.0.0.1:${server.server.address().port}`;
}

/** Requests a second, asked from a thread of their own: what asking costs is not the gateway's. */
function measure(origin, query, milliseconds) {
  const asker = new Worker(new URL('./bench-hot-path-asker.mjs', import.meta.url), {
    workerData: { origin, query, milliseconds, atOnce },
  });
  return new Promise((resolve, reject) => {
    asker.once('message', resolve);
    asker.once('error', reject);
  });
}

const places = {
  'in process': (name) => ({ execute: executors.get(name) }),
  'over HTTP': (name) => ({ url: urls.get(name) }),
};
for (const [place, locate] of Object.entries(places)) {
  const apollo = await front(apolloGateway(supergraphSdl, locate));
  const hot = await front(createGateway(supergraphSdl, locate));
  for (const [name, query] of Object.entries(queries)) {
    for (const origin of [apollo, hot]) await measure(origin, query, 700);
    const plain = await measure(apollo, query, seconds * 1000);
    const ratio = (await measure(hot, query, seconds * 1000)) / plain;
    process.stdout.write(`${place.padEnd(11)} ${name.padEnd(34)} ${ratio.toFixed(1)} times plain Apollo\n`);
  }
}
for (const end of ends.reverse()) await end();
