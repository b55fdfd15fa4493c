import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { registry } from '../../adapters/registry.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { ConfigurationError, readConfig } from '../../platform/config/config.ts';
import { createLog } from '../../platform/log/log.ts';
import { defaultPort } from '../part-urls.ts';
import { adapterPart, directoryPart, partNames } from '../parts.ts';
import { startEverything } from './everything.ts';
import { startGateway, startSupergraphFile } from './gateway-alone.ts';
import { createHost, type Host } from './host.ts';
import { startAdapter, startDirectory } from './part-alone.ts';
import { startProblem } from './problem.ts';
import { welcome } from './welcome.ts';

const usage = `Usage: main.js                             all parts in one process
       main.js gateway [--supergraph FILE] the gateway alone; the other parts are found by URL
       main.js PART                        one part alone: ${partNames.join(', ')}`;

/** Starts what the command line names. @returns lines for the person who started it */
async function start(
  host: Host,
  part: string | undefined,
  supergraphFile: string | undefined,
): Promise<string[]> {
  if (part === undefined) return welcome(host, await startEverything(host));
  if (part === 'gateway') {
    await (supergraphFile ? startSupergraphFile(host, supergraphFile) : startGateway(host));
    return [];
  }
  if (part === directoryPart) {
    await startDirectory(host);
    return [];
  }
  const directory = registry.find((candidate) => adapterPart(candidate) === part);
  if (!directory) throw new ConfigurationError(`There is no part "${part}".\n${usage}`);
  return startAdapter(host, directory);
}

function commandLine(): { part: string | undefined; supergraphFile: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      options: { supergraph: { type: 'string' } },
      allowPositionals: true,
    });
    const [part, ...more] = positionals;
    if (more.length > 0) throw new Error(`One part at a time, not also ${more.join(', ')}.`);
    if (values.supergraph && part !== 'gateway')
      throw new Error('--supergraph goes with the part "gateway".');
    return { part, supergraphFile: values.supergraph };
  } catch (error) {
    throw new ConfigurationError(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

async function startProduct(whenLoaded: () => void): Promise<void> {
  const { part, supergraphFile } = commandLine();
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const host = await createHost(config, defaultPort(part ?? 'gateway'), systemClock, log);

  const stop = (signal: string) => {
    log.info({ signal }, 'stopping');
    host.stop().then(
      () => process.exit(0),
      (err) => {
        log.fatal({ err }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  whenLoaded();

  try {
    const lines = await start(host, part, supergraphFile);
    log.info({ url: host.baseUrl, part: part ?? 'all' }, 'ready');
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  } catch (error) {
    await host.stop();
    throw error;
  }
}

/**
 * Runs what the command line names until a signal ends it. `whenLoaded` is called once signals are obeyed here. What stops a
 * start is a sentence on standard error, and exit status 1.
 */
export async function run(whenLoaded: () => void): Promise<void> {
  try {
    await startProduct(whenLoaded);
  } catch (error) {
    process.stderr.write(`${startProblem(error)}\n`);
    process.exit(1);
  }
}
