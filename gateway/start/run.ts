import { readConfig } from '../../platform/config/config.ts';
import { createLog } from '../../platform/log/log.ts';
import { commandLine } from './command-line.ts';
import { startProblem } from './problem.ts';
import type { ServerProcess } from './server-process.ts';

/** A process that can be stopped already and is to be started yet. */
export interface Starting {
  readonly process: ServerProcess;
  /** @returns lines for the person who started it */
  start(): Promise<string[]>;
}

async function startWanted(whenLoaded: () => void): Promise<void> {
  const wanted = commandLine(process.argv.slice(2));
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  // Each is loaded by itself: a gateway over somebody's supergraph needs nothing of the product's storage and sign-in.
  const { process: served, start } =
    wanted.kind === 'supergraph'
      ? await (await import('./supergraph-file.ts')).openSupergraphFile(config, wanted.file, log)
      : await (await import('./product.ts')).openProduct(config, wanted.part, log);

  const stop = (signal: string) => {
    log.info({ signal }, 'stopping');
    served.stop().then(
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
    const lines = await start();
    const part = wanted.kind === 'supergraph' ? 'supergraph' : (wanted.part ?? 'all');
    log.info({ url: served.baseUrl, part }, 'ready');
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  } catch (error) {
    await served.stop();
    throw error;
  }
}

/**
 * Runs what the command line names until a signal ends it. `whenLoaded` is called once signals are obeyed here. What stops a
 * start is a sentence on standard error, and exit status 1.
 */
export async function run(whenLoaded: () => void): Promise<void> {
  try {
    await startWanted(whenLoaded);
  } catch (error) {
    process.stderr.write(`${startProblem(error)}\n`);
    process.exit(1);
  }
}
