import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { InProcessExecutor } from '../../platform/graphql/execute.ts';
import type { RequestContext } from './context.ts';
import { HttpSource, inProcessSource } from './data-sources.ts';

/** Where a subgraph is: in this process, or at a URL. */
export type SubgraphLocation = { readonly execute: InProcessExecutor } | { readonly url: string };

/** Of query plans, as JSON; in memory they take several times that. The usual 30 are for more kinds of questions than there are. */
const planStoreMiB = 4;

/** The federation gateway over a supergraph that is composed already; `locate` answers for each subgraph by name. */
export function createGateway(
  supergraphSdl: string,
  locate: (name: string, composedUrl: string) => SubgraphLocation,
): ApolloGateway {
  // The gateway would report its use to its vendor. A confidential directory phones nobody.
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  return new ApolloGateway({
    supergraphSdl,
    experimental_approximateQueryPlanStoreMiB: planStoreMiB,
    buildService: ({ name, url }): GraphQLDataSource<RequestContext> => {
      const location = locate(name, url ?? '');
      return 'execute' in location
        ? inProcessSource(location.execute)
        : new HttpSource({ url: location.url });
    },
  });
}
