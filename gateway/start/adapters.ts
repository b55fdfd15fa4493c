import { join } from 'node:path';
import type { RegionalDirectory } from '../../adapters/contract.ts';
import { openAdapter } from '../../adapters/pipeline/schema.ts';
import { openSamples, type Samples } from '../../adapters/samples/index.ts';
import type { Part } from '../../platform/graphql/part.ts';
import { hasSource, regionalSource } from '../regional-sources.ts';
import type { Host } from './host.ts';

export interface OpenAdapters {
  /** In the order given. */
  readonly parts: readonly Part[];
  /** The built-in samples in use; null where every source is configured. */
  readonly samples: Samples | null;
}

/** Opens adapters with their sources. In development, a directory without a source is given its built-in sample. */
export async function openAdapters(
  host: Host,
  directories: readonly RegionalDirectory[],
): Promise<OpenAdapters> {
  const { config, clock, log, tokens } = host;
  const without = directories.filter((directory) => !hasSource(config, directory));
  const mayUseSamples = config.environment === 'development' && without.length > 0;
  const samples = mayUseSamples ? openSamples(without, join(config.dataDirectory, 'samples'), clock) : null;
  if (samples) await host.server.register(samples.plugin);
  else
    for (const { code } of without)
      log.warn({ directory: code }, `${code}_SOURCE_URL is not set: nothing will be pulled`);

  const parts: Part[] = [];
  for (const directory of directories) {
    const from = samples ? { from: samples, baseUrl: host.baseUrl } : null;
    const { url, settings, schedule, guard } = regionalSource(config, directory, from);
    const part = await openAdapter({
      directory,
      storage: await host.storage(),
      seal: host.seal(),
      clock,
      log,
      tokens,
      sourceUrl: url,
      settings,
      schedule,
      guard,
    });
    host.add(part);
    parts.push(part);
  }
  return { parts, samples };
}
