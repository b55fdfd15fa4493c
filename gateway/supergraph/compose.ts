import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { SubgraphSchema } from '../../platform/graphql/subgraph-schema.ts';
import { subgraphFaces } from '../parts.ts';

/** Composed by the build; a start need not load the composer. */
const composedFile = fileURLToPath(new URL('../../supergraph.graphql', import.meta.url));

/** Composes the supergraph from the subgraphs' faces, never by asking running subgraphs. @throws where they do not fit together */
export function compose(faces: readonly SubgraphSchema[]): string {
  const result = composeServices(
    faces.map(({ name, typeDefs }) => ({
      name,
      typeDefs: parse(typeDefs),
      url: `http://${name}.invalid/graphql`,
    })),
  );
  if (result.errors) {
    throw new Error(
      `The subgraphs do not compose:\n${result.errors.map((error) => error.message).join('\n')}`,
    );
  }
  return result.supergraphSdl;
}

/** The supergraph of this build, or composed now where there is none (running from sources). */
export function supergraph(): string {
  return existsSync(composedFile) ? readFileSync(composedFile, 'utf8') : compose(subgraphFaces());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(composedFile, compose(subgraphFaces()));
