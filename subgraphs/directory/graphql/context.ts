import type { DirectoryOperations } from '../operations.ts';

/** What resolvers get for one request: the operations, guarded for its caller. */
export interface DirectoryContext {
  readonly directory: DirectoryOperations;
}
