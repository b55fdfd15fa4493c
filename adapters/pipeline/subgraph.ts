import { z } from 'zod';
import { buildSubgraph, type SubgraphSchema } from '../../platform/graphql/subgraph-schema.ts';
import { noteReadings } from '../../platform/readings/noted-fields.ts';
import { adapterResolvers } from './graphql/resolvers.ts';
import { shownDetails } from './graphql/shown-details.ts';
import { submissionResolver } from './graphql/submission-resolver.ts';

const schemas = new Map<string, SubgraphSchema>();
const StateReference = z.object({ iso3: z.string() });
const stateOf = (reference: Record<string, unknown>) => StateReference.parse(reference);

/** The subgraph of one regional directory: the same for all but for its name. Needs no storage. */
export function adapterSchema(code: string): SubgraphSchema {
  const known = schemas.get(code);
  if (known) return known;
  const schema = buildSubgraph(code.toLowerCase(), [adapterResolvers(code), submissionResolver(code)], {
    State: stateOf,
  });
  noteReadings(schema.schema, shownDetails);
  schemas.set(code, schema);
  return schema;
}
