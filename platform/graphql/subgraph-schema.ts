import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, parse } from 'graphql';
import { buildSchemaSync, createResolversMap, type NonEmptyArray } from 'type-graphql';

/** A subgraph's face: what composition needs (typeDefs) and what runs (schema). Built without storage or network. */
export interface SubgraphSchema {
  readonly name: string;
  readonly typeDefs: string;
  readonly schema: GraphQLSchema;
}

/** Finds an entity by its key fields; `context` is the subgraph's own. */
export type ReferenceResolver = (reference: Record<string, unknown>, context: never) => unknown;

const federationLink =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", ' +
  'import: ["@key", "@shareable", "@inaccessible", "@external", "@requires", "@provides", "@tag", "@override"])';

/**
 * Builds a Federation 2 subgraph from type-graphql resolver classes.
 * @param references how entities of other subgraphs' queries are found here, by type name
 */
export function buildSubgraph(
  name: string,
  // biome-ignore lint/complexity/noBannedTypes: type-graphql takes resolver classes as plain functions.
  resolvers: NonEmptyArray<Function>,
  references: Readonly<Record<string, ReferenceResolver>>,
): SubgraphSchema {
  const plain = buildSchemaSync({ resolvers, validate: false, skipCheck: true });
  const typeDefs = `${federationLink}\n\n${printSchemaWithDirectives(plain)}`;
  const resolverMap: Record<string, unknown> = { ...createResolversMap(plain) };
  for (const [typeName, resolve] of Object.entries(references)) {
    const type = resolverMap[typeName];
    resolverMap[typeName] = { ...(typeof type === 'object' ? type : {}), __resolveReference: resolve };
  }
  const schema = buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers: resolverMap as never });
  return { name, typeDefs, schema };
}
