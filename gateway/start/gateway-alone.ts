import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../../platform/config/config.ts';
import { inProcessExecutor } from '../../platform/graphql/execute.ts';
import { figures } from '../hot-path/figures.ts';
import { serveGraphQL } from '../http/graphql.ts';
import { partUrl } from '../part-urls.ts';
import { createGateway } from '../supergraph/gateway.ts';
import { frontDoor } from './front-door.ts';
import type { Host } from './host.ts';
import { openSignIn } from './identity.ts';

/** The gateway in a process of its own; the other parts are found by URL. */
export async function startGateway(host: Host): Promise<void> {
  const identity = await openSignIn(host);
  const execute = inProcessExecutor(identity, host.log);
  const locate = (name: string) =>
    name === identity.subgraph.name ? { execute } : { url: partUrl(host.config, name) };
  await frontDoor(host, identity, locate, null);
  await host.listen();
  await identity.start();
  host.becomeReady();
}

/** The gateway over any Federation 2 supergraph whose subgraphs are reachable, without this product's sign-in. */
export async function startSupergraphFile(host: Host, file: string): Promise<void> {
  const { server, log } = host;
  const gateway = createGateway(readSupergraph(file), (_name, url) => ({ url }), figures(host.metrics));
  host.onStop(
    await serveGraphQL(server, {
      serve: { gateway },
      tokens: null,
      tokenRequired: () => false,
      rates: null,
      allowedOrigins: host.config.http.allowedOrigins,
      introspection: () => true,
      limited: false,
      safeList: null,
      log,
    }),
  );
  await host.listen();
  host.becomeReady();
}

function readSupergraph(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(
      `--supergraph: ${file} cannot be read (${cause instanceof Error ? cause.message : cause}).`,
    );
  }
}
