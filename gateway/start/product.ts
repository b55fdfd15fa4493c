import 'reflect-metadata';
import { registry } from '../../adapters/registry.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { type Config, ConfigurationError } from '../../platform/config/config.ts';
import type { Log } from '../../platform/log/log.ts';
import { defaultPort } from '../part-urls.ts';
import { adapterPart, directoryPart, partNames } from '../parts.ts';
import { usage } from './command-line.ts';
import { startEverything } from './everything.ts';
import { startGateway } from './gateway-alone.ts';
import { createHost, type Host } from './host.ts';
import { startAdapter, startDirectory } from './part-alone.ts';
import type { Starting } from './run.ts';
import { welcome } from './welcome.ts';

/** The product, or the part of it that the command line names. */
export async function openProduct(config: Config, part: string | undefined, log: Log): Promise<Starting> {
  const host = await createHost(config, defaultPort(part ?? 'gateway'), systemClock, log);
  return { process: host, start: () => start(host, part) };
}

/** @returns lines for the person who started it */
async function start(host: Host, part: string | undefined): Promise<string[]> {
  if (part === undefined) return welcome(host, await startEverything(host));
  if (part === 'gateway') {
    await startGateway(host);
    return [];
  }
  if (part === directoryPart) {
    await startDirectory(host);
    return [];
  }
  const directory = registry.find((candidate) => adapterPart(candidate) === part);
  if (!directory)
    throw new ConfigurationError(
      `There is no part "${part}". There are gateway, ${partNames.join(', ')}.\n${usage}`,
    );
  return startAdapter(host, directory);
}
