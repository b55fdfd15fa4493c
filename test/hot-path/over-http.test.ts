import { createServer, type Server } from 'node:http';
import { Supergraph } from '@apollo/federation-internals';
import { ApolloServer } from '@apollo/server';
import fc from 'fast-check';
import { buildSchema, parse, printSchema, validate } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Reason } from '../../gateway/hot-path/irregular.ts';
import type { RequestContext } from '../../gateway/supergraph/context.ts';
import { apolloGateway, createGateway } from '../../gateway/supergraph/gateway.ts';
import { Life } from '../../gateway/supergraph/life.ts';
import { spoiled } from './garbage.ts';
import { dice, generatedQuery } from './generated-query.ts';
import { answerOf, type PartName, partNames, supergraphOf } from './graph.ts';

const servers = new Map<PartName, Server>();
const counted = new Map<'hot path' | Reason, number>();
let seed = 0;
let rarity = 0;
let apollo: ApolloServer<RequestContext>;
let hot: ApolloServer<RequestContext>;
let supergraphSdl = '';

/** How a part behaves whatever it is asked: mostly well. */
function behaviour(name: PartName) {
  const kinds = ['status', 'text', 'no json', 'kept', 'gone', 'unauthenticated'] as const;
  return rarity === 0 ? undefined : kinds[dice(seed + name.length)(40)];
}

function serve(name: PartName): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { query, variables = {} } = JSON.parse(Buffer.concat(chunks).toString());
    const kind = behaviour(name);
    if (kind === 'gone') return void response.destroy();
    const answer = spoiled(await answerOf(name, query, variables), name, variables, seed, rarity);
    if (kind === 'status') response.statusCode = 500;
    if (kind === 'unauthenticated') response.statusCode = 401;
    if (kind === 'kept') response.setHeader('cache-control', 'max-age=60, public');
    response.setHeader('content-type', kind === 'text' ? 'text/plain' : 'application/json; charset=utf-8');
    response.end(kind === 'no json' ? '{"data":' : JSON.stringify(answer));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

beforeAll(async () => {
  for (const name of partNames) servers.set(name, await serve(name));
  const port = (name: PartName) => {
    const address = servers.get(name)?.address();
    return typeof address === 'object' ? address?.port : undefined;
  };
  supergraphSdl = supergraphOf((name) => `http://127.0.0.1:${port(name)}/graphql`);
  const locate = (_name: string, url: string) => ({ url });
  apollo = new ApolloServer<RequestContext>({ gateway: apolloGateway(supergraphSdl, locate) });
  const count = (by: 'hot path' | Reason) => void counted.set(by, (counted.get(by) ?? 0) + 1);
  hot = new ApolloServer<RequestContext>({ gateway: createGateway(supergraphSdl, locate, { count }) });
  await apollo.start();
  await hot.start();
});

afterAll(async () => {
  await apollo.stop();
  await hot.stop();
  for (const server of servers.values()) server.close();
});

async function ask(server: ApolloServer<RequestContext>, query: string, variables: object) {
  const contextValue = { authorization: 'Bearer x', requestId: 'r', caller: null, life: new Life() };
  const { body, http } = await server.executeOperation(
    { query, variables: { ...variables } },
    { contextValue },
  );
  if (body.kind !== 'single') throw new Error('not one answer');
  return { text: JSON.stringify(body.singleResult), status: http.status, headers: [...http.headers] };
}

it('answers over HTTP what Apollo answers, also where a part answers what is no answer', async () => {
  const api = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  const schema = buildSchema(printSchema(api));
  const runs = Number(process.env.HOT_PATH_RUNS ?? 200);
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer(), fc.constantFrom(0, 300, 40), async (text, spoil, rare) => {
      const { query, variables } = generatedQuery(schema, text);
      if (validate(schema, parse(query)).length > 0) return;
      seed = spoil;
      rarity = rare;
      const wanted = await ask(apollo, query, variables);
      for (let time = 0; time < 3; time++) expect(await ask(hot, query, variables)).toEqual(wanted);
    }),
    { numRuns: runs, seed: Number(process.env.HOT_PATH_SEED ?? 27) },
  );
  expect(counted.get('hot path') ?? 0).toBeGreaterThan(runs / 4);
  expect(counted.get('cacheable') ?? 0).toBeGreaterThan(0);
  expect(counted.get('unreachable') ?? 0).toBeGreaterThan(0);
}, 300_000);
