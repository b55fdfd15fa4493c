import type { Revision } from '../database/revision.ts';
import type { RecordedReading } from '../readings/request-readings.ts';
import type { SubgraphSchema } from './subgraph-schema.ts';

/** What a subgraph learns about a request, whether it came in process or over HTTP. */
export interface PartRequest {
  readonly authorization: string | undefined;
  readonly requestId: string;
  /** What the client asked for, in its own words' names alone: `query states, contact`. */
  readonly operation?: string | undefined;
  /** Takes what was recorded of the request, for whoever keeps the answer and shows it again. */
  readonly recorded?: RecordedReading[] | undefined;
}

/** A running subgraph: its face, and what its resolvers need for one request. */
export interface Part {
  readonly subgraph: SubgraphSchema;
  /** Verifies the caller's token itself. @throws Problem UNAUTHENTICATED */
  context(request: PartRequest): Promise<object>;
  /** Names what the part's answers are made of: of two alike, an answer to the same question of the same caller is the same. */
  revision(): Revision | Promise<Revision>;
  /** Runs what the part does by itself: schedules, following feeds. */
  start(): Promise<void>;
  /** Cuts long work short, such as a pull from a slow source, so that whoever waits for it is answered before the end. */
  interrupt(): void;
  /** Ends what is under way and closes storage. */
  close(): Promise<void>;
}
