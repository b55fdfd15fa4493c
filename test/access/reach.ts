import type { Arguments } from './example.ts';
import type { Things } from './things.ts';
import { thing } from './things.ts';

/** A field on the way to another. */
export interface Step {
  readonly field: string;
  readonly arguments?: (things: Things) => Promise<Arguments> | Arguments;
  /** Of a list, only the items that have these values. */
  readonly only?: Readonly<Record<string, string>>;
}

const state: Step = { field: 'state', arguments: ({ state: iso3 }) => ({ iso3 }) };
const contact: Step = {
  field: 'contact',
  arguments: async (things) => ({ id: await things.copiedContact() }),
};

/** How the fields of a type that have rows of their own are reached from the query. */
export const reach: Readonly<Record<string, readonly Step[]>> = {
  Query: [],
  Mutation: [],
  State: [state],
  Contact: [contact],
  Consent: [state, { field: 'consents', only: { directory: thing.directory } }],
  Account: [{ field: 'accounts', arguments: ({ state: of }) => ({ state: of }) }],
  RegionalDirectory: [{ field: 'regionalDirectories', only: { code: thing.directory } }],
  RegionalSource: [{ field: thing.directory.toLowerCase() }],
};
