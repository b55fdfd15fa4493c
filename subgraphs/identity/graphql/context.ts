import type { IdentityOperations } from '../operations.ts';

/** What resolvers get for one request: the operations, guarded for its caller. */
export interface IdentityContext {
  readonly identity: IdentityOperations;
}
