// The gateway's own door and hot path over subgraphs by HTTP, or in this process where BENCH_IN_PROCESS says so. Nothing is kept, unless
// BENCH_KEEPS says so.
import { readFileSync } from 'node:fs';
import { ExactCache } from '../../../dist/gateway/exact-cache/exact-cache.js';
import { SharedAnswers } from '../../../dist/gateway/hot-path/shared-answers.js';
import { serveGraphQL } from '../../../dist/gateway/http/graphql.js';
import { createServer } from '../../../dist/gateway/http/server.js';
import { createGateway } from '../../../dist/gateway/supergraph/gateway.js';
import { readConfig } from '../../../dist/platform/config/config.js';
import { inProcessExecutor } from '../../../dist/platform/graphql/execute.js';
import { createLog } from '../../../dist/platform/log/log.js';
import { createMetrics } from '../../../dist/platform/metrics/metrics.js';
import { schemaOf, subgraphs } from '../graph.mjs';
import { served } from './served.mjs';

const log = createLog('silent');
const executors = new Map(
  Object.entries(subgraphs).map(([name, subgraph]) => {
    const face = { name, typeDefs: subgraph.typeDefs, schema: schemaOf(subgraph) };
    return [name, inProcessExecutor({ subgraph: face, context: async () => ({}) }, log)];
  }),
);
const inProcess = process.env.BENCH_IN_PROCESS === '1';
const gateway = createGateway(readFileSync(process.env.BENCH_SUPERGRAPH, 'utf8'), (name, url) =>
  inProcess ? { execute: executors.get(name), revision: () => 'one' } : { url },
);
const kept = () =>
  new ExactCache({
    revisionOf: () => () => 'one',
    isKept: () => true,
    mostOctets: 32 * 1_048_576,
    figures: { count: () => {}, measure: () => {} },
  });
const server = await createServer(readConfig({}), log, createMetrics());
await serveGraphQL(server, {
  serve: { gateway },
  answers: process.env.BENCH_KEEPS === '1' ? kept() : new SharedAnswers(),
  tokens: null,
  tokenRequired: () => false,
  rates: null,
  allowedOrigins: [],
  introspection: () => true,
  limited: true,
  safeList: null,
  log,
});
await server.listen({ port: 0, host: '127.0.0.1' });
served(server.server.address().port);
