import { join } from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import type { Clock } from '../../platform/clock/clock.ts';
import type { OpenSample, RegionalDirectory } from '../contract.ts';
import { samplePlugin } from './routes.ts';

export interface Samples {
  readonly codes: readonly string[];
  /** Path of the source on the server the plugin is mounted on, e.g. `/samples/osce/feed.xml`. */
  sourcePath(code: string): string;
  /**
   * Routes under /samples: the console `/samples/`, the sources `/samples/<code>/…`, and for scripts
   * `GET /samples/<code>/_entries`, `POST /samples/<code>/_change`, `_remove` and `_add` with JSON.
   */
  readonly plugin: FastifyPluginAsync;
}

/** One directory's sample, open. */
export interface ServedSample {
  readonly code: string;
  readonly name: string;
  readonly sample: OpenSample;
  readonly sourcePath: string;
}

/**
 * Opens the samples of the given directories, kept below `folder`, and gives a fastify plugin that serves them and the console.
 * For development only: anybody who reaches the server may change them.
 * @throws Error where a kept sample cannot be read; the message names the file and the mend
 */
export function openSamples(
  directories: readonly Pick<RegionalDirectory, 'code' | 'name' | 'sample'>[],
  folder: string,
  clock: Clock,
): Samples {
  const served = new Map(
    directories.map(({ code, name, sample }): [string, ServedSample] => [
      code.toLowerCase(),
      {
        code,
        name,
        sample: sample.open(join(folder, `${code.toLowerCase()}.json`), clock),
        sourcePath: `/samples/${code.toLowerCase()}/${sample.path}`.replace(/\/$/, ''),
      },
    ]),
  );
  return {
    codes: [...served.values()].map(({ code }) => code),
    sourcePath: (code) => {
      const found = served.get(code.toLowerCase());
      if (!found) throw new Error(`There is no open sample of ${code}.`);
      return found.sourcePath;
    },
    plugin: samplePlugin(served),
  };
}
