import type { Caller } from '../../platform/identity/caller.ts';
import type { Life } from './life.ts';

/** What the gateway knows of a request and hands on to the subgraphs, which verify the token again. */
export interface RequestContext {
  readonly authorization: string | undefined;
  readonly requestId: string;
  readonly caller: Caller | null;
  /** Of a part asked by the gateway: what the client asked the gateway for. */
  readonly operation?: string | undefined;
  /** Ends when nobody waits for the answer to a question any more. */
  readonly life: Life;
}
