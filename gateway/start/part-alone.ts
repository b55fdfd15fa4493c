import { z } from 'zod';
import type { RegionalDirectory } from '../../adapters/contract.ts';
import { registry } from '../../adapters/registry.ts';
import { inProcessExecutor } from '../../platform/graphql/execute.ts';
import type { Part } from '../../platform/graphql/part.ts';
import { httpService, inProcessService } from '../../platform/graphql/service.ts';
import { serviceToken } from '../../platform/identity/service-token.ts';
import { webhookNetwork } from '../../platform/webhooks/network.ts';
import { mostDocumentBytes, openDirectory, unknownAuthorities } from '../../subgraphs/directory/schema.ts';
import { serveGraphQL } from '../http/graphql.ts';
import { mailboxRoutes } from '../http/mailbox.ts';
import { followGateway } from '../identity/follow-gateway.ts';
import { remoteRecipients } from '../identity/remote-recipients.ts';
import { partUrl } from '../part-urls.ts';
import { adapterPart, directoryPart } from '../parts.ts';
import { PullSummary, pullSummaryFields } from '../pull-summary.ts';
import { openAdapters } from './adapters.ts';
import { firstPull } from './first-pull.ts';
import type { Host } from './host.ts';
import { messagingOf } from './messaging.ts';

/** The global directory in a process of its own; it finds the adapters by URL, and waits for none. */
export async function startDirectory(host: Host): Promise<void> {
  followGateway(host, directoryPart);
  const { config, clock, log, key, tokens } = host;
  const token = serviceToken(key, directoryPart, clock);
  const adapters = registry.map((directory) => {
    const name = adapterPart(directory);
    return { code: directory.code, service: httpService(name, partUrl(config, name), token) };
  });
  const part = await openDirectory({
    storage: await host.storage(),
    seal: host.seal(),
    clock,
    log,
    tokens,
    adapters,
    webhookNetwork: webhookNetwork(config.webhookAllowPrivate),
    messaging: messagingOf(
      host,
      remoteRecipients(host, directoryPart),
      config.http.publicUrl ?? new URL(partUrl(config, 'gateway')).origin,
    ),
    ...(config.outsideIssuer ? { authorities: unknownAuthorities } : {}),
  });
  host.add(part);
  if (config.environment === 'development') await host.server.register(mailboxRoutes(part.mailbox));
  // The gateway may bring those who read the public subset.
  await serve(host, part, false, largestBody);
  await part.start();
  host.becomeReady();
}

/** One adapter in a process of its own. @returns lines that tell a person what came of the first pull */
export async function startAdapter(host: Host, directory: RegionalDirectory): Promise<string[]> {
  const { clock, log, key } = host;
  followGateway(host, adapterPart(directory));
  const { parts } = await openAdapters(host, [directory]);
  const [part] = parts;
  if (!part) throw new Error(`${directory.code} did not open.`);
  await serve(host, part, true);
  await part.start();
  const name = adapterPart(directory);
  const service = inProcessService(name, inProcessExecutor(part, log), serviceToken(key, name, clock));
  const mutation = `mutation { pullRegionalSource(requestedBy: "start") { ${pullSummaryFields} } }`;
  const answer = z.object({ pullRegionalSource: PullSummary });
  const line = await firstPull(directory.code, service, mutation, answer, (data) => data.pullRegionalSource);
  host.becomeReady();
  return [line];
}

/** A document in Base64, which the gateway takes as a file, and what goes with it. */
const largestBody = Math.ceil((mostDocumentBytes * 4) / 3) + 65_536;

async function serve(host: Host, part: Part, tokenRequired: boolean, bodyLimit?: number): Promise<void> {
  const { server, log, tokens } = host;
  const stop = await serveGraphQL(server, {
    serve: { schema: part.subgraph.schema },
    // An adapter is asked by the gateway and by other parts, each with a token: without one nothing is even parsed.
    tokens,
    tokenRequired: () => tokenRequired,
    rates: null, // everybody comes by the gateway's address, and was counted there
    allowedOrigins: [],
    context: ({ authorization, requestId, operation }) =>
      part.context({ authorization, requestId, operation }),
    introspection: (caller) => caller?.role === 'service',
    limited: false, // what the gateway sends was weighed there
    safeList: null,
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    log,
  });
  host.onStop(stop);
  await host.listen();
}
