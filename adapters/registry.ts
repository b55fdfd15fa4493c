import { arf } from './arf/index.ts';
import type { RegionalDirectory } from './contract.ts';
import { oas } from './oas/index.ts';
import { osce } from './osce/index.ts';

/** The regional directories: one import and one entry for each. */
// biome-ignore format: one entry on each line
export const registry: readonly RegionalDirectory[] = [
  arf,
  oas,
  osce,
];
