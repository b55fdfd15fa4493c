import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Reason } from '../../gateway/hot-path/irregular.ts';
import type { RequestContext } from '../../gateway/supergraph/context.ts';
import { apolloGateway, createGateway } from '../../gateway/supergraph/gateway.ts';
import { Life } from '../../gateway/supergraph/life.ts';
import type { InProcessExecutor } from '../../platform/graphql/execute.ts';
import { answerOf, type PartName, partNames, supergraphOf } from './graph.ts';

const supergraphSdl = supergraphOf((name) => `http://${name}.invalid/`);
const counted: ('hot path' | Reason)[] = [];
let slow: PartName | null = null;
let asks = 0;

const executor =
  (name: PartName): InProcessExecutor =>
  async ({ query, variables = {} }) => {
    asks++;
    if (name === slow) await new Promise((resolve) => setTimeout(resolve, 600));
    const { data } = await answerOf(name, query, variables);
    return { data: data as never };
  };
const locate = (name: string) => ({ execute: executor(partNames.find((each) => each === name) ?? 'notes') });
const apollo = new ApolloServer<RequestContext>({ gateway: apolloGateway(supergraphSdl, locate) });
const hot = new ApolloServer<RequestContext>({
  gateway: createGateway(supergraphSdl, locate, { count: (by) => void counted.push(by) }),
});
beforeAll(async () => {
  await apollo.start();
  await hot.start();
});
afterAll(async () => {
  await apollo.stop();
  await hot.stop();
});

async function ask(server: ApolloServer<RequestContext>, query: string, milliseconds: number) {
  const life = new Life();
  const timer = setTimeout(() => life.end(), milliseconds);
  const contextValue = { authorization: undefined, requestId: 'r', caller: null, life };
  const { body, http } = await server.executeOperation({ query }, { contextValue });
  clearTimeout(timer);
  if (body.kind !== 'single') throw new Error('not one answer');
  return { text: JSON.stringify(body.singleResult), status: http.status };
}

it.each(partNames)('says what Apollo says when the time is over and %s has not answered', async (name) => {
  const query = '{ states { code entries { note } size } }';
  slow = null;
  for (let time = 0; time < 3; time++) await ask(hot, query, 5_000);
  expect(counted.at(-1)).toBe('hot path');
  slow = name;
  const wanted = await ask(apollo, query, 150);
  const before = asks;
  const given = await ask(hot, query, 150);
  expect(given).toEqual(wanted);
  const askedHot = asks - before;
  if (counted.at(-1) !== 'hot path') expect(counted.at(-1)).toBe('took too long');
  const again = asks;
  await ask(apollo, query, 150);
  // Nothing was asked twice.
  expect(askedHot).toBeLessThanOrEqual(asks - again);
  slow = null;
});
