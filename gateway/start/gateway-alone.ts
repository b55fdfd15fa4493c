import { inProcessExecutor } from '../../platform/graphql/execute.ts';
import { partUrl } from '../part-urls.ts';
import { frontDoor } from './front-door.ts';
import type { Host } from './host.ts';
import { openSignIn } from './identity.ts';

/** The gateway in a process of its own; the other parts are found by URL. */
export async function startGateway(host: Host): Promise<void> {
  const identity = await openSignIn(host);
  const execute = inProcessExecutor(identity, host.log);
  const locate = (name: string) =>
    name === identity.subgraph.name
      ? { execute, revision: () => identity.revision() }
      : { url: partUrl(host.config, name) };
  await frontDoor(host, identity, locate, null);
  await host.listen();
  await identity.start();
  host.becomeReady();
}
