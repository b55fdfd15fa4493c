import { withUsableKeysFirst } from './key-order.ts';
import { type Requirements, withRequirementsApart } from './requirements.ts';

/** A supergraph as Apollo's gateway takes it rightly. */
export type MendedSupergraph = Requirements;

export const mendedSupergraph = (composedSdl: string): MendedSupergraph =>
  withRequirementsApart(withUsableKeysFirst(composedSdl));
