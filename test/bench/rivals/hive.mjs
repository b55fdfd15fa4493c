// Hive Gateway 2 as its documentation shows it in Node.js, without its response cache.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway';
import { served } from '../gateways/served.mjs';

const gateway = createGatewayRuntime({
  supergraph: readFileSync(process.env.BENCH_SUPERGRAPH, 'utf8'),
  graphqlEndpoint: '/graphql',
  logging: false,
});
const server = createServer(gateway);
server.listen(0, '127.0.0.1', () => served(server.address().port));
