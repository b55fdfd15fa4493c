import { composeServices } from '@apollo/composition';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLFormattedError, parse } from 'graphql';
import { onTestFinished } from 'vitest';
import type { Reason } from '../../gateway/hot-path/irregular.ts';
import type { RequestContext } from '../../gateway/supergraph/context.ts';
import { apolloGateway, createGateway } from '../../gateway/supergraph/gateway.ts';
import { Life } from '../../gateway/supergraph/life.ts';
import type { InProcessExecutor } from '../../platform/graphql/execute.ts';

export interface Part {
  readonly typeDefs: string;
  readonly resolvers: object;
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly GraphQLFormattedError[];
  readonly extensions: unknown;
  readonly status: number | undefined;
}

type Ask = (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>;

export interface Joined {
  readonly supergraphSdl: string;
  /** The gateway. The second time and later, the hot path runs what it covers. */
  readonly ask: Ask;
  /** Apollo's own, as it is. */
  readonly askApollo: Ask;
  /** What parts were asked, by either. */
  readonly questions: string[];
  /** What ran the gateway's queries. */
  readonly ranBy: ('hot path' | Reason)[];
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@external", "@requires", "@interfaceObject"])\n`;

/** Parts in this process, behind the gateway and behind Apollo's own. */
export async function joined(parts: Readonly<Record<string, Part>>): Promise<Joined> {
  const services = Object.entries(parts).map(([name, { typeDefs, resolvers }]) => ({
    name,
    url: `http://${name}.invalid/`,
    typeDefs: parse(link + typeDefs),
    resolvers,
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors || !supergraphSdl) throw new Error(String(errors));
  const questions: string[] = [];
  const ranBy: ('hot path' | Reason)[] = [];
  const locations = new Map(
    services.map(({ name, typeDefs, resolvers }) => {
      const schema = buildSubgraphSchema({ typeDefs, resolvers: resolvers as never });
      const answer: InProcessExecutor = async ({ query, variables = {} }) => {
        questions.push(`${name}: ${query}`);
        return execute({ schema, document: parse(query), variableValues: variables }) as never;
      };
      return [name, { execute: answer }] as const;
    }),
  );
  const locate = (name: string) => {
    const location = locations.get(name);
    if (!location) throw new Error(`There is no part ${name}.`);
    return location;
  };
  const figures = { count: (by: 'hot path' | Reason) => void ranBy.push(by) };
  return {
    supergraphSdl,
    questions,
    ranBy,
    ask: await serve(createGateway(supergraphSdl, locate, figures)),
    askApollo: await serve(apolloGateway(supergraphSdl, locate)),
  };
}

async function serve(
  gateway: ReturnType<typeof apolloGateway> | ReturnType<typeof createGateway>,
): Promise<Ask> {
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const server = new ApolloServer<RequestContext>({ gateway, logger });
  await server.start();
  onTestFinished(() => server.stop());
  return async (query, variables = {}) => {
    const contextValue = { authorization: undefined, requestId: 'r', caller: null, life: new Life() };
    const { body, http } = await server.executeOperation(
      { query, variables: { ...variables } },
      { contextValue },
    );
    if (body.kind !== 'single') throw new Error('not one answer');
    const { data, errors = [], extensions } = JSON.parse(JSON.stringify(body.singleResult));
    return { data: data ?? null, errors, extensions, status: http.status };
  };
}
