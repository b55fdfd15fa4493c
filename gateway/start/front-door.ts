import { type GraphQLService, httpService, inProcessService } from '../../platform/graphql/service.ts';
import { serviceToken } from '../../platform/identity/service-token.ts';
import type { IdentityPart } from '../../subgraphs/identity/schema.ts';
import { graphiqlRoutes } from '../http/graphiql.ts';
import { serveGraphQL } from '../http/graphql.ts';
import { ledgerKeysRoutes } from '../http/ledger-keys.ts';
import { publicOpening } from '../http/public-opening.ts';
import { createRates, limitAddresses } from '../http/rates.ts';
import { readSafeList } from '../http/safe-list.ts';
import { welcomeRoutes } from '../http/welcome.ts';
import { directoryPart } from '../parts.ts';
import { supergraph } from '../supergraph/compose.ts';
import { createGateway, type SubgraphLocation } from '../supergraph/gateway.ts';
import type { Host } from './host.ts';

/** The gateway's routes: /graphql over the product's own supergraph, sign-in, pages. */
export async function frontDoor(
  host: Host,
  identity: IdentityPart,
  locate: (name: string) => SubgraphLocation,
): Promise<void> {
  const { server, log, tokens, config } = host;
  const development = config.environment === 'development';
  const { rates: settings, allowedOrigins, safeListFile } = config.http;
  const rates = createRates(settings);
  limitAddresses(server, rates);
  const gateway = createGateway(supergraph(), locate);
  const publicIsOpen = publicOpening(directoryService(host, locate(directoryPart)), host.clock);
  host.onStop(
    await serveGraphQL(server, {
      serve: { gateway },
      tokens,
      // In development /graphql can be looked at without a token; what it answers still needs one.
      tokenRequired: async () => !development && !(await publicIsOpen()),
      rates,
      allowedOrigins,
      introspection: () => development,
      limited: true,
      safeList: safeListFile === null ? null : readSafeList(safeListFile),
      log,
    }),
  );
  await server.register(ledgerKeysRoutes(host.seal().publicKey));
  await server.register(identity.routes);
  await server.register(welcomeRoutes(development, identity));
  if (development) await server.register(graphiqlRoutes);
}

/** The global directory, asked by the gateway for itself. */
function directoryService(host: Host, location: SubgraphLocation): GraphQLService {
  const token = serviceToken(host.key, 'gateway', host.clock);
  return 'execute' in location
    ? inProcessService(directoryPart, location.execute, token)
    : httpService(directoryPart, location.url, token);
}
