// A server of bench-exact-cache.mjs, in a process of its own: bare (node:http and one body), plain (the gateway over parts in
// memory, without sign-in) or product (all of it, signed in, readings recorded).
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const built = (path) => import(new URL(`../dist/${path}`, import.meta.url));
const [kind] = process.argv.slice(2);
const ends = [];

const servers = {
  async bare({ body }) {
    const sent = Buffer.from(body);
    const server = createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        response.writeHead(200, {
          'content-type': 'application/json; charset=utf-8',
          'content-length': sent.length,
        });
        response.end(sent);
      });
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(async () => server.closeAllConnections());
    return { origin: `http://127.0.0.1:${server.address().port}` };
  },

  async plain() {
    const { ExactCache } = await built('gateway/exact-cache/exact-cache.js');
    const { createGateway } = await built('gateway/supergraph/gateway.js');
    const { serveGraphQL } = await built('gateway/http/graphql.js');
    const { createServer: productServer } = await built('gateway/http/server.js');
    const { readConfig } = await built('platform/config/config.js');
    const { createLog } = await built('platform/log/log.js');
    const { createMetrics } = await built('platform/metrics/metrics.js');
    const { plainGraph, plainQueries } = await import('./bench-plain-graph.mjs');
    const { supergraphSdl, executors } = await plainGraph();
    const locate = (name) => ({ execute: executors.get(name), revision: () => 'one' });
    const server = await productServer(readConfig({}), createLog('silent'), createMetrics());
    const stop = await serveGraphQL(server, {
      serve: { gateway: createGateway(supergraphSdl, locate) },
      cache: new ExactCache({
        revisionOf: (name) => locate(name).revision,
        isKept: () => true,
        mostOctets: 32 * 1_048_576,
        figures: { count: () => {}, measure: () => {} },
      }),
      tokens: null,
      tokenRequired: () => false,
      rates: null,
      allowedOrigins: [],
      introspection: () => true,
      limited: true,
      safeList: null,
      log: createLog('silent'),
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
    ends.push(async () => {
      await server.close();
      await stop();
    });
    return { origin: `http://127.0.0.1:${server.server.address().port}`, queries: plainQueries, headers: {} };
  },

  async product() {
    const { startEverything } = await built('gateway/start/everything.js');
    const { createHost } = await built('gateway/start/host.js');
    const { readConfig } = await built('platform/config/config.js');
    const { systemClock } = await built('platform/clock/clock.js');
    const { createLog } = await built('platform/log/log.js');
    const { signToken } = await built('platform/identity/tokens.js');
    const { memberStates } = await built('platform/states/states.js');
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-bench-'));
    const config = readConfig({
      DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
      ...(process.env.DATABASE_URL ? { DATABASE_URL: process.env.DATABASE_URL } : {}),
    });
    const host = await createHost(config, 0, systemClock, createLog(config.logLevel));
    await startEverything(host);
    const bearer = async (caller) => ({
      authorization: `Bearer ${await signToken(host.key, caller, systemClock, 3600)}`,
    });
    const mutation =
      'mutation ($state: ID!, $input: ContactInput!) { createContact(state: $state, input: $input) { id } }';
    for (const { iso3: state } of memberStates) {
      const headers = {
        'content-type': 'application/json',
        ...(await bearer({ role: 'state', subject: 'bench', state })),
      };
      for (const each of ['DIPLOMATIC', 'TECHNICAL', 'POLICY', 'LEGAL'])
        await fetch(`${host.baseUrl}/graphql`, {
          method: 'POST',
          headers,
          body: JSON.stringify({
            query: mutation,
            variables: {
              state,
              input: {
                function: each === 'POLICY' ? 'TECHNICAL' : each,
                kind: 'OFFICE',
                entity: `Desk ${each}`,
                emails: [`${each.toLowerCase()}@${state.toLowerCase()}.example`],
              },
            },
          }),
        });
    }
    ends.push(async () => {
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    const contacts = 'contacts { id function kind name title entity emails phones languages }';
    const entries = 'osceEntries { sourceKey name emails } arfEntries { sourceKey name emails }';
    return {
      origin: host.baseUrl,
      outcomes: true,
      headers: await bearer({ role: 'custodian', subject: 'bench' }),
      queries: {
        'Q1 a state and its contacts': `{ state(iso3: "EST") { iso3 name ${contacts} } }`,
        'Q2 and entries of two more parts': `{ state(iso3: "EST") { iso3 name ${contacts} ${entries} } }`,
        'Q3 all states with everything': `{ states { iso3 name ${contacts} ${entries} } }`,
        'Q4 __typename': '{ __typename }',
      },
    };
  },
};

process.on('message', async (message) => {
  if (message.what === 'start') process.send({ what: 'ready', ...(await servers[kind](message)) });
  if (message.what === 'used') {
    const { user, system } = process.cpuUsage();
    process.send({ what: 'used', microseconds: user + system });
  }
  if (message.what === 'stop') {
    for (const end of ends.reverse()) await end();
    process.disconnect();
    process.exit(0);
  }
});
