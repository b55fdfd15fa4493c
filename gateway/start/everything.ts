import { z } from 'zod';
import { registry } from '../../adapters/registry.ts';
import { inProcessExecutor } from '../../platform/graphql/execute.ts';
import type { Part } from '../../platform/graphql/part.ts';
import { inProcessService } from '../../platform/graphql/service.ts';
import { serviceToken } from '../../platform/identity/service-token.ts';
import type { Log } from '../../platform/log/log.ts';
import { webhookNetwork } from '../../platform/webhooks/network.ts';
import { openDirectory, unknownAuthorities } from '../../subgraphs/directory/schema.ts';
import { adapterPart, directoryPart } from '../parts.ts';
import { PullSummary, pullSummaryFields } from '../pull-summary.ts';
import { openAdapters } from './adapters.ts';
import { firstPull } from './first-pull.ts';
import { frontDoor } from './front-door.ts';
import type { Host } from './host.ts';
import { openSignIn } from './identity.ts';
import { messagingOf } from './messaging.ts';

/** All parts in this process, without HTTP between them. @returns lines that tell a person what came of the first pulls */
export async function startEverything(host: Host): Promise<string[]> {
  const { config, clock, log, key, tokens } = host;
  const { parts: adapters, samples } = await openAdapters(host, registry);
  const locations = new Map(adapters.map((part) => [part.subgraph.name, located(part, log)]));
  const token = serviceToken(key, directoryPart, clock);
  const services = registry.map((directory) => {
    const name = adapterPart(directory);
    return {
      code: directory.code,
      service: inProcessService(name, locationOf(locations, name).execute, token),
    };
  });
  const identity = await openSignIn(host);
  locations.set(identity.subgraph.name, located(identity, log));

  const directory = await openDirectory({
    storage: await host.storage(),
    seal: host.seal(),
    clock,
    log,
    tokens,
    adapters: services,
    webhookNetwork: webhookNetwork(config.webhookAllowPrivate),
    messaging: messagingOf(host, identity.recipients, host.publicUrl),
    // Where accounts are kept elsewhere, that none is here says nothing.
    ...(config.outsideIssuer ? { authorities: unknownAuthorities } : {}),
  });
  host.add(directory);
  locations.set(directoryPart, located(directory, log));

  await frontDoor(host, identity, (name) => locationOf(locations, name), directory.mailbox);
  await host.listen();
  for (const part of [...adapters, directory, identity]) await part.start();

  const service = inProcessService(directoryPart, locationOf(locations, directoryPart).execute, token);
  const lines = await Promise.all(
    registry.map(({ code }) => {
      const mutation = `mutation { pullDirectory(directory: "${code}") { ${pullSummaryFields} } }`;
      return firstPull(
        code,
        service,
        mutation,
        z.object({ pullDirectory: PullSummary }),
        (data) => data.pullDirectory,
      );
    }),
  );
  host.becomeReady();
  return samples
    ? [`The sources of ${samples.codes.join(', ')} are built-in samples: invented data.`, ...lines]
    : lines;
}

const located = (part: Part, log: Log) => ({
  execute: inProcessExecutor(part, log),
  revision: () => part.revision(),
});

function locationOf<T>(locations: ReadonlyMap<string, T>, name: string): T {
  const location = locations.get(name);
  if (!location) throw new Error(`The supergraph names ${name}, which is no part of this product.`);
  return location;
}
