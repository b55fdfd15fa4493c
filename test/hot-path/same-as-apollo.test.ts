import { ApolloServer } from '@apollo/server';
import fc from 'fast-check';
import { buildSchema, GraphQLError, type GraphQLSchema, parse, printSchema, validate } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Reason } from '../../gateway/hot-path/irregular.ts';
import type { RequestContext } from '../../gateway/supergraph/context.ts';
import { apolloGateway, createGateway } from '../../gateway/supergraph/gateway.ts';
import { Life } from '../../gateway/supergraph/life.ts';
import type { InProcessExecutor } from '../../platform/graphql/execute.ts';
import { spoiled } from './garbage.ts';
import { generatedQuery } from './generated-query.ts';
import { answerOf, type PartName, partNames, supergraphOf } from './graph.ts';

const supergraphSdl = supergraphOf((name) => `http://${name}.invalid/`);
const counted = new Map<'hot path' | Reason, number>();
let seed = 0;
let rarity = 0;

const executor =
  (name: PartName): InProcessExecutor =>
  async ({ query, variables = {} }) => {
    const answer = await answerOf(name, query, variables);
    const { data, errors } = spoiled(answer, name, variables, seed, rarity);
    if (!errors) return { data: data as never };
    const given = errors as { message: string; path?: string[]; extensions?: Record<string, unknown> }[];
    return {
      data: data as never,
      errors: given.map(({ message, ...options }) => new GraphQLError(message, options)),
    };
  };
const locate = (name: string) => ({ execute: executor(partNames.find((each) => each === name) ?? 'notes') });

const apollo = new ApolloServer<RequestContext>({ gateway: apolloGateway(supergraphSdl, locate) });
const hot = new ApolloServer<RequestContext>({
  gateway: createGateway(supergraphSdl, locate, {
    count: (by) => void counted.set(by, (counted.get(by) ?? 0) + 1),
  }),
});
let schema: GraphQLSchema;

beforeAll(async () => {
  await apollo.start();
  await hot.start();
  const told = await apollo.executeOperation({ query: '{ __typename }' }, context());
  expect(told.body.kind).toBe('single');
  const { Supergraph } = await import('@apollo/federation-internals');
  schema = buildSchema(printSchema(Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema()));
});
afterAll(async () => {
  await apollo.stop();
  await hot.stop();
});

const context = () => ({
  contextValue: {
    authorization: undefined,
    requestId: 'r',
    caller: null,
    life: new Life(),
  },
});

async function ask(
  server: ApolloServer<RequestContext>,
  query: string,
  variables: Readonly<Record<string, unknown>>,
) {
  const { body, http } = await server.executeOperation({ query, variables: { ...variables } }, context());
  if (body.kind !== 'single') throw new Error('not one answer');
  return { text: JSON.stringify(body.singleResult), status: http.status, headers: [...http.headers] };
}

it('answers what Apollo answers, to the letter, whatever is asked and whatever the parts answer', async () => {
  const runs = Number(process.env.HOT_PATH_RUNS ?? 400);
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.integer(),
      fc.constantFrom(0, 0, 0, 300, 60, 12),
      async (text, spoil, rare) => {
        const { query, variables } = generatedQuery(schema, text);
        if (validate(schema, parse(query)).length > 0) return;
        seed = spoil;
        rarity = rare;
        const wanted = await ask(apollo, query, variables);
        for (let time = 0; time < 3; time++) expect(await ask(hot, query, variables)).toEqual(wanted);
      },
    ),
    { numRuns: runs, seed: Number(process.env.HOT_PATH_SEED ?? 27) },
  );
  expect(counted.get('hot path') ?? 0).toBeGreaterThan(runs / 4);
}, 300_000);
