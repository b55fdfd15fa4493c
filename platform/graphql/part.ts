import type { SubgraphSchema } from './subgraph-schema.ts';

/** What a subgraph learns about a request, whether it came in process or over HTTP. */
export interface PartRequest {
  readonly authorization: string | undefined;
  readonly requestId: string;
  /** What the client asked for, in its own words' names alone: `query states, contact`. */
  readonly operation?: string | undefined;
}

/** A running subgraph: its face, and what its resolvers need for one request. */
export interface Part {
  readonly subgraph: SubgraphSchema;
  /** Verifies the caller's token itself. @throws Problem UNAUTHENTICATED */
  context(request: PartRequest): Promise<object>;
  /** Runs what the part does by itself: schedules, following feeds. */
  start(): Promise<void>;
  /** Cuts long work short, such as a pull from a slow source, so that whoever waits for it is answered before the end. */
  interrupt(): void;
  /** Ends what is under way and closes storage. */
  close(): Promise<void>;
}
