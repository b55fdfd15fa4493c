import { z } from 'zod';
import { type DirectoryWorld, organisation } from './directory-world.ts';

// What an organisation asks about its own directory.

const Outcome = z.object({
  sourceKey: z.string().nullable(),
  state: z.object({ iso3: z.string() }).nullable(),
  location: z.string().nullable(),
  outcome: z.string(),
  cause: z.string(),
  reason: z.string(),
  fields: z.array(z.string()),
  contactId: z.string().nullable(),
  seq: z.number().nullable(),
});
export const outcomeFields = 'sourceKey state { iso3 } location outcome cause reason fields contactId seq';

const Event = z.object({
  seq: z.number(),
  at: z.string(),
  sourceKey: z.string(),
  state: z.object({ iso3: z.string() }),
  outcome: z.string(),
  cause: z.string(),
  reason: z.string(),
  contactId: z.string().nullable(),
  position: z.number().nullable(),
});
export type Event = z.infer<typeof Event>;
export const eventFields = 'seq at sourceKey state { iso3 } outcome cause reason contactId position';

/** One organisation at work on its directory. */
export class Organisation {
  constructor(
    readonly world: DirectoryWorld,
    readonly directory: string,
  ) {}

  get caller() {
    return organisation(this.directory);
  }

  async outcomes(filter: { outcome?: string; state?: string; first?: number; after?: string | null } = {}) {
    const shape = z.object({
      entryOutcomes: z.object({
        nodes: z.array(Outcome),
        totalCount: z.number(),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    });
    const query = `query ($directory: ID!, $outcome: EntryOutcomeKind, $state: ID, $first: Int, $after: String) {
      entryOutcomes(directory: $directory, outcome: $outcome, state: $state, first: $first, after: $after) {
        totalCount nodes { ${outcomeFields} } pageInfo { hasNextPage endCursor } } }`;
    const variables = { directory: this.directory, ...filter };
    return (await this.world.get(this.caller, query, shape, variables)).entryOutcomes;
  }

  /** The only outcome of one entry, in short: `COPIED FOLLOWED`. */
  async became(sourceKey: string): Promise<string> {
    const { nodes } = await this.outcomes();
    return nodes
      .filter((node) => node.sourceKey === sourceKey)
      .map(({ outcome, cause }) => `${outcome} ${cause}`)
      .join(', ');
  }

  async feed(after = 0, first = 100) {
    const shape = z.object({
      entryOutcomeFeed: z.object({ events: z.array(Event), position: z.number(), hasMore: z.boolean() }),
    });
    const query = `query ($directory: ID!, $after: Int, $first: Int) {
      entryOutcomeFeed(directory: $directory, after: $after, first: $first) {
        events { ${eventFields} } position hasMore } }`;
    const variables = { directory: this.directory, after, first };
    return (await this.world.get(this.caller, query, shape, variables)).entryOutcomeFeed;
  }

  /** The whole feed in short: `EST-POL-1 COPIED FOLLOWED`. */
  async story(after = 0): Promise<string[]> {
    const { events } = await this.feed(after);
    return events.map(({ sourceKey, outcome, cause }) => `${sourceKey} ${outcome} ${cause}`);
  }
}
