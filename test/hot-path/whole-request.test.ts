import { Supergraph } from '@apollo/federation-internals';
import fc from 'fast-check';
import { buildSchema, GraphQLError, parse, printSchema, validate } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Reason } from '../../gateway/hot-path/irregular.ts';
import { type GraphQLRouteOptions, serveGraphQL } from '../../gateway/http/graphql.ts';
import { apolloGateway, createGateway } from '../../gateway/supergraph/gateway.ts';
import type { InProcessExecutor } from '../../platform/graphql/execute.ts';
import { createLog } from '../../platform/log/log.ts';
import { plainServer } from '../http/plain-server.ts';
import { spoiled } from './garbage.ts';
import { generatedQuery } from './generated-query.ts';
import { answerOf, type PartName, partNames, supergraphOf } from './graph.ts';

const supergraphSdl = supergraphOf((name) => `http://${name}.invalid/`);
const counted = new Map<'hot path' | Reason, number>();
const ends: (() => Promise<unknown>)[] = [];
let asks = 0;
let seed = 0;
let rarity = 0;

const executor =
  (name: PartName): InProcessExecutor =>
  async ({ query, variables = {} }) => {
    asks++;
    const { data, errors } = spoiled(await answerOf(name, query, variables), name, variables, seed, rarity);
    if (!errors) return { data: data as never };
    return { data: data as never, errors: [new GraphQLError('no', { extensions: { code: 'NOT_FOUND' } })] };
  };
const locate = (name: string) => ({
  execute: executor(partNames.find((each) => each === name) ?? 'notes'),
});
const count = (by: 'hot path' | Reason) => void counted.set(by, (counted.get(by) ?? 0) + 1);

async function serve(gateway: Extract<GraphQLRouteOptions['serve'], { gateway: unknown }>['gateway']) {
  const { server, port } = await plainServer({}, async (routes) => {
    const stop = await serveGraphQL(routes, {
      serve: { gateway },
      tokens: null,
      tokenRequired: () => false,
      rates: null,
      allowedOrigins: [],
      introspection: () => false,
      limited: true,
      safeList: null,
      log: createLog('silent'),
    });
    ends.push(stop);
  });
  ends.push(() => server.close());
  return `http://127.0.0.1:${port}/graphql`;
}

let apollo = '';
let hot = '';
beforeAll(async () => {
  apollo = await serve(apolloGateway(supergraphSdl, locate));
  hot = await serve(createGateway(supergraphSdl, locate, { count }));
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

async function ask(url: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const id = { 'x-request-id': '00000000000000000000000000000000' };
  const given = { 'content-type': 'application/json', ...id, ...headers };
  const answer = await fetch(url, { method: 'POST', headers: given, body: JSON.stringify(body) });
  const kept = [...answer.headers].filter(([name]) => name !== 'date');
  return { status: answer.status, headers: kept, text: await answer.text() };
}

async function same(body: object, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const wanted = await ask(apollo, body, headers);
  for (let time = 0; time < 4; time++) expect(await ask(hot, body, headers)).toEqual(wanted);
}

it('answers with the status, headers and text that Apollo Server answers with', async () => {
  const schema = buildSchema(printSchema(Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema()));
  const forms = ['application/json', 'application/graphql-response+json', '*/*'];
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.integer(),
      fc.constantFrom(0, 0, 200, 30),
      fc.constantFrom(...forms),
      async (text, spoil, rare, accept) => {
        const { query, variables } = generatedQuery(schema, text);
        if (validate(schema, parse(query)).length > 0) return;
        seed = spoil;
        rarity = rare;
        await same({ query, variables }, { accept });
      },
    ),
    { numRuns: Number(process.env.HOT_PATH_RUNS ?? 150), seed: Number(process.env.HOT_PATH_SEED ?? 27) },
  );
  expect(counted.get('hot path') ?? 0).toBeGreaterThan(100);
});

it.each([
  { query: '{ states { id } }', operationName: 'Other' },
  { query: '{ states { id } }', operationName: '' },
  { query: '{ states { id } }', variables: [] },
  { query: '{ states { id } }', variables: '{}' },
  { query: '{ states { id } }', extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } },
  { query: 'query A { note } query B { population }', operationName: 'A' },
  { query: 'query A { note } query B { population }', operationName: 'B' },
  { query: 'query A { note } query B { population }' },
  { query: '{ __schema { queryType { name } } }' },
  { query: 'query ($id: ID!) { state(id: $id) { code } }' },
  { query: '{ __typename }' },
])('treats the forms of a request as Apollo Server does: %j', async (body) => {
  seed = 0;
  rarity = 0;
  await ask(hot, { query: '{ states { id } }' });
  await same(body);
});

it('asks no part again for what it answered before the request was given up', async () => {
  seed = 0;
  rarity = 0;
  const query = '{ state(id: "3") { entries { note } size } }';
  for (let time = 0; time < 3; time++) await ask(hot, { query });
  const before = asks;
  await ask(apollo, { query });
  const usual = asks - before;
  for (seed = 1, rarity = 4; seed < 30; seed++) {
    const start = asks;
    await ask(apollo, { query });
    const wanted = asks - start;
    await ask(hot, { query });
    expect(asks - start - wanted).toBe(wanted);
  }
  expect(usual).toBeGreaterThan(1);
});
