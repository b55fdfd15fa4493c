import type { RegionalDirectory } from '../adapters/contract.ts';
import { adapterSchema } from '../adapters/pipeline/schema.ts';
import { registry } from '../adapters/registry.ts';
import type { SubgraphSchema } from '../platform/graphql/subgraph-schema.ts';
import { directorySchema } from '../subgraphs/directory/schema.ts';
import { identitySchema } from '../subgraphs/identity/schema.ts';

/** The names by which parts are started, found by URL and named in the supergraph. */
export const directoryPart = 'directory';

export function adapterPart(directory: RegionalDirectory): string {
  return directory.code.toLowerCase();
}

/** Every part but the gateway and what is always with it, in the order of their default ports. */
export const partNames: readonly string[] = [directoryPart, ...registry.map(adapterPart)];

/** The faces of all subgraphs: all that composition needs; nothing has to run. */
export function subgraphFaces(): readonly SubgraphSchema[] {
  return [directorySchema(), identitySchema(), ...registry.map((directory) => adapterSchema(directory.code))];
}
