import { Supergraph } from '@apollo/federation-internals';
import { ApolloServer } from '@apollo/server';
import fc from 'fast-check';
import { buildSchema, Kind, parse, print, printSchema, validate, visit } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isObject } from '../../gateway/hot-path/json.ts';
import type { RequestContext } from '../../gateway/supergraph/context.ts';
import { apolloGateway, createGateway } from '../../gateway/supergraph/gateway.ts';
import { Life } from '../../gateway/supergraph/life.ts';
import type { InProcessExecutor } from '../../platform/graphql/execute.ts';
import { dice, generatedQuery } from '../hot-path/generated-query.ts';
import { answerOf, partNames, supergraphOf } from '../hot-path/graph.ts';

const supergraphSdl = supergraphOf((name) => `http://${name}.invalid/`);
const locate = (name: string) => {
  const part = partNames.find((each) => each === name) ?? 'notes';
  const execute: InProcessExecutor = async ({ query, variables = {} }) =>
    (await answerOf(part, query, variables)) as never;
  return { execute };
};
const schema = buildSchema(printSchema(Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema()));
const gateway = new ApolloServer<RequestContext>({ gateway: createGateway(supergraphSdl, locate) });
const apollo = new ApolloServer<RequestContext>({ gateway: apolloGateway(supergraphSdl, locate) });
beforeAll(async () => {
  await gateway.start();
  await apollo.start();
});
afterAll(async () => {
  await gateway.stop();
  await apollo.stop();
});

async function ask(server: ApolloServer<RequestContext>, query: string, variables: object): Promise<unknown> {
  const life = new Life();
  const contextValue = { authorization: undefined, requestId: 'r', caller: null, life };
  const asked = { query, variables: { ...variables } };
  const { body } = await server.executeOperation(asked, { contextValue });
  if (body.kind !== 'single') throw new Error('not one answer');
  const { data, errors, extensions } = body.singleResult;
  const paths = (each: unknown): unknown =>
    isObject(each) ? { message: unnamed(String(each.message)), path: each.path } : each;
  const completion = extensions?.valueCompletion;
  const told = [...(errors ?? []), ...(Array.isArray(completion) ? completion : [])];
  return JSON.parse(JSON.stringify({ data, told: told.map(paths) }));
}

/** Apollo calls a field by its name in the answer. */
const unnamed = (message: string): string => message.replace(/(non-nullable field \w+)\.\w+/, '$1');

/** What the gateway asks for by itself in this graph, and other names. */
const names = ['id', 'key', 'code', '__typename', 'state', 'text', 'unit', 'other'];

/**
 * Where a field that requires another has a condition, Apollo's planner asks for what it requires under that condition, also for the
 * rest of its fetch: then an answer depends on whether the client asks for the required field too, by its own name.
 */
const withoutConditions = (query: string): string =>
  /\blabel\b/.test(query) ? print(visit(parse(query), { Directive: () => null })) : query;

/** The same query with the names of what it asks for put in another order: still valid, since each name becomes one other. */
function withOtherNames(query: string, seed: number): { query: string; back: ReadonlyMap<string, string> } {
  const roll = dice(seed);
  const document = parse(query);
  const asked = new Set<string>(names);
  visit(document, { Field: ({ alias, name }) => void asked.add(alias?.value ?? name.value) });
  const left = [...asked];
  const forth = new Map([...asked].map((name) => [name, left.splice(roll(left.length), 1)[0] ?? name]));
  const text = print(
    visit(document, {
      Field: (node) => {
        const value = forth.get(node.alias?.value ?? node.name.value) ?? '';
        return { ...node, alias: { kind: Kind.NAME, value } };
      },
    }),
  );
  return { query: text, back: new Map([...forth].map(([one, other]) => [other, one])) };
}

function renamedBack(value: unknown, back: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => renamedBack(item, back));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const kept =
        key === 'path' && Array.isArray(inner) ? inner.map((step) => back.get(step) ?? step) : null;
      return [back.get(key) ?? key, kept ?? renamedBack(inner, back)];
    }),
  );
}

/** Lists of what is told are the same whatever their order: parts answer in any. */
const normal = (answer: unknown): string =>
  isObject(answer) && Array.isArray(answer.told)
    ? JSON.stringify([answer.data, answer.told.map((each) => JSON.stringify(each)).sort()])
    : JSON.stringify(answer);

it('answers the same whatever the parts of the answer are called', async () => {
  const runs = Number(process.env.HOT_PATH_RUNS ?? 300);
  let differently = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer(), async (text, order) => {
      const generated = generatedQuery(schema, text);
      const { variables } = generated;
      const query = withoutConditions(generated.query);
      if (validate(schema, parse(query)).length > 0) return;
      const wanted = normal(await ask(gateway, query, variables));
      const other = withOtherNames(query, order);
      for (let time = 0; time < 3; time++) {
        const answer = await ask(gateway, other.query, variables);
        expect(JSON.stringify(answer)).not.toContain('asked_');
        expect(normal(renamedBack(answer, other.back)), other.query).toBe(wanted);
      }
      const plain = renamedBack(await ask(apollo, other.query, variables), other.back);
      if (normal(plain) !== wanted) differently += 1;
    }),
    { numRuns: runs, seed: Number(process.env.HOT_PATH_SEED ?? 31) },
  );
  // Otherwise there would be nothing to mend.
  expect(differently).toBeGreaterThan(runs / 50);
}, 300_000);
