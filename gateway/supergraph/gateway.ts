import {
  ApolloGateway,
  type Experimental_DidResolveQueryPlanCallback,
  type GraphQLDataSource,
} from '@apollo/gateway';
import type { InProcessExecutor } from '../../platform/graphql/execute.ts';
import type { AskRevision } from '../exact-cache/exact-cache.ts';
import { type Figures, noFigures } from '../hot-path/figures.ts';
import { HotGateway } from '../hot-path/gateway.ts';
import { httpPart } from '../hot-path/http-part.ts';
import { type HotPart, inProcessPart } from '../hot-path/parts.ts';
import { mendedSupergraph } from '../mends/mended-supergraph.ts';
import { RequirementSource } from '../mends/requirement-source.ts';
import type { RequestContext } from './context.ts';
import { HttpSource, inProcessSource, PartSource } from './data-sources.ts';

/** Where a subgraph is: in this process, or at a URL. A foreign one is no part of the product; its faults are told as they are. */
export type SubgraphLocation =
  | { readonly execute: InProcessExecutor; readonly revision?: AskRevision }
  | { readonly url: string; readonly foreign?: boolean };

type Source = GraphQLDataSource<RequestContext>;

/** Of query plans, as JSON; in memory they take several times that. The usual 30 are for more kinds of questions than there are. */
const planStoreMiB = 4;

/** The federation gateway over a supergraph that is composed already; `locate` answers for each subgraph by name. */
export function createGateway(
  composedSdl: string,
  locate: (name: string, composedUrl: string) => SubgraphLocation,
  figures: Figures = noFigures,
): HotGateway {
  const supergraph = mendedSupergraph(composedSdl);
  const locations = new Map<string, SubgraphLocation>();
  const open = (experimental_didResolveQueryPlan: Experimental_DidResolveQueryPlanCallback) =>
    apolloGateway(
      supergraph.supergraphSdl,
      (name, url) => {
        const location = locate(name, url);
        locations.set(name, location);
        return location;
      },
      { experimental_didResolveQueryPlan },
      (source) => (supergraph.required.size === 0 ? source : new RequirementSource(source, supergraph)),
    );
  const part = (name: string): HotPart | null => {
    const location = locations.get(name);
    if (!location) return null;
    return 'execute' in location ? inProcessPart(location.execute) : httpPart(location.url);
  };
  return new HotGateway(open, supergraph, part, figures);
}

/** Apollo's gateway by itself, as it is. */
export function apolloGateway(
  supergraphSdl: string,
  locate: (name: string, composedUrl: string) => SubgraphLocation,
  seen: { readonly experimental_didResolveQueryPlan?: Experimental_DidResolveQueryPlanCallback } = {},
  mend: (source: Source) => Source = (source) => source,
): ApolloGateway {
  // The gateway would report its use to its vendor. A confidential directory phones nobody.
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  return new ApolloGateway({
    supergraphSdl,
    experimental_approximateQueryPlanStoreMiB: planStoreMiB,
    ...seen,
    buildService: ({ name, url }) => mend(sourceOf(name, locate(name, url ?? ''))),
  });
}

function sourceOf(name: string, location: SubgraphLocation): Source {
  if ('execute' in location) return inProcessSource(name, location.execute);
  const { url, foreign } = location;
  return foreign ? new HttpSource(name, { url }) : new PartSource(name, { url });
}
