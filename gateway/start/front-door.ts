import { graphiqlRoutes } from '../http/graphiql.ts';
import { serveGraphQL } from '../http/graphql.ts';
import { welcomeRoutes } from '../http/welcome.ts';
import { jwksRoute } from '../identity/jwks.ts';
import { supergraph } from '../supergraph/compose.ts';
import { createGateway, type SubgraphLocation } from '../supergraph/gateway.ts';
import type { Host } from './host.ts';

/** The gateway's routes: /graphql over the product's own supergraph, sign-in, pages. */
export async function frontDoor(host: Host, locate: (name: string) => SubgraphLocation): Promise<void> {
  const { server, log, tokens, key, config } = host;
  const development = config.environment === 'development';
  const gateway = createGateway(supergraph(), locate);
  host.onStop(
    await serveGraphQL(server, {
      serve: { gateway },
      tokens,
      introspection: development,
      limited: true,
      log,
    }),
  );
  await server.register(jwksRoute(key));
  await server.register(welcomeRoutes(development));
  if (development) await server.register(graphiqlRoutes);
}
