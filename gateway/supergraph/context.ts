import type { Caller } from '../../platform/identity/caller.ts';

/** What the gateway knows of a request and hands on to the subgraphs, which verify the token again. */
export interface RequestContext {
  readonly authorization: string | undefined;
  readonly requestId: string;
  readonly caller: Caller | null;
}
