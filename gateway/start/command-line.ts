import { parseArgs } from 'node:util';
import { ConfigurationError } from '../../platform/config/config.ts';

export const usage = `Usage: main.js                    all parts in one process
       main.js PART               one part alone: the gateway, the directory or an adapter; the others are found by URL
       main.js --supergraph FILE  a gateway over any composed supergraph, by itself and without sign-in`;

/** What is to be started: the product or a part of it, or a supergraph of anybody's. */
export type Wanted =
  | { readonly kind: 'product'; readonly part: string | undefined }
  | { readonly kind: 'supergraph'; readonly file: string };

/** @throws ConfigurationError */
export function commandLine(given: readonly string[]): Wanted {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      options: { supergraph: { type: 'string' } },
      allowPositionals: true,
    });
    const [part, ...more] = positionals;
    if (more.length > 0) throw new Error(`One part at a time, not also ${more.join(', ')}.`);
    if (values.supergraph === undefined) return { kind: 'product', part };
    if (values.supergraph === '') throw new Error('--supergraph needs the name of a file.');
    if (part !== undefined && part !== 'gateway')
      throw new Error(`--supergraph starts a gateway, not "${part}".`);
    return { kind: 'supergraph', file: values.supergraph };
  } catch (error) {
    throw new ConfigurationError(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}
