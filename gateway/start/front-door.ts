import { type GraphQLService, httpService, inProcessService } from '../../platform/graphql/service.ts';
import { serviceToken } from '../../platform/identity/service-token.ts';
import type { MailboxReader } from '../../platform/outbox/sender.ts';
import { calendarRoutes, reviewPages } from '../../subgraphs/directory/schema.ts';
import type { IdentityPart } from '../../subgraphs/identity/schema.ts';
import { productCache } from '../exact-cache/product-cache.ts';
import { figures } from '../hot-path/figures.ts';
import { askAsCaller } from '../http/ask-as-caller.ts';
import { bounceRoutes } from '../http/bounces.ts';
import { exportRoutes } from '../http/exports.ts';
import { graphiqlRoutes } from '../http/graphiql.ts';
import { serveGraphQL } from '../http/graphql.ts';
import { ledgerKeysRoutes } from '../http/ledger-keys.ts';
import { mailboxElsewhere, mailboxRoutes } from '../http/mailbox.ts';
import { publicOpening } from '../http/public-opening.ts';
import { createRates, limitAddresses } from '../http/rates.ts';
import { readSafeList } from '../http/safe-list.ts';
import { submissionDocumentRoutes } from '../http/submission-documents.ts';
import { welcomeRoutes } from '../http/welcome.ts';
import { partUrl } from '../part-urls.ts';
import { directoryPart } from '../parts.ts';
import { supergraph } from '../supergraph/compose.ts';
import { createGateway, type SubgraphLocation } from '../supergraph/gateway.ts';
import type { Host } from './host.ts';

/**
 * The gateway's routes: /graphql over the product's own supergraph, sign-in, pages.
 * @param mailbox the directory's, where it is in this process
 */
export async function frontDoor(
  host: Host,
  identity: IdentityPart,
  locate: (name: string) => SubgraphLocation,
  mailbox: MailboxReader | null,
): Promise<void> {
  const { server, log, tokens, config } = host;
  const development = config.environment === 'development';
  const { rates: settings, allowedOrigins, safeListFile } = config.http;
  const rates = createRates(settings);
  limitAddresses(server, rates);
  const gateway = createGateway(supergraph(), locate, figures(host.metrics));
  const answers = productCache(config.cacheOctets, locate, host.metrics);
  const directory = directoryService(host, locate(directoryPart));
  const publicIsOpen = publicOpening(directory, host.clock);
  host.onStop(
    await serveGraphQL(server, {
      serve: { gateway },
      answers,
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
  await server.register(
    exportRoutes({
      ask: askAsCaller(locate(directoryPart)),
      tokens,
      tokenRequired: async () => !(await publicIsOpen()),
      rates,
      allowedOrigins,
    }),
  );
  await server.register(ledgerKeysRoutes(host.seal().publicKey));
  await server.register(
    submissionDocumentRoutes({ ask: askAsCaller(locate(directoryPart)), tokens, rates, allowedOrigins }),
  );
  await server.register(calendarRoutes(directory));
  await server.register(reviewPages({ directory, publicUrl: host.publicUrl }));
  await server.register(identity.routes);
  await server.register(welcomeRoutes(development, identity));
  await server.register(bounceRoutes(config.mail.bounceToken, directory));
  if (!development) return;
  await server.register(graphiqlRoutes);
  await server.register(mailbox ? mailboxRoutes(mailbox) : mailboxElsewhere(partUrl(config, directoryPart)));
}

/** The global directory, asked by the gateway for itself. */
function directoryService(host: Host, location: SubgraphLocation): GraphQLService {
  const token = serviceToken(host.key, 'gateway', host.clock);
  return 'execute' in location
    ? inProcessService(directoryPart, location.execute, token)
    : httpService(directoryPart, location.url, token);
}
