import type { RegionalDirectory } from './contract.ts';

/** The regional directories, one line for each. The order is that of the parts' default ports: a new one stands last. */
// biome-ignore format: one directory on each line
export const registry: readonly RegionalDirectory[] = await Promise.all([
  import('./arf/index.ts').then(({ arf }) => arf),
  import('./oas/index.ts').then(({ oas }) => oas),
  import('./osce/index.ts').then(({ osce }) => osce),
]);
