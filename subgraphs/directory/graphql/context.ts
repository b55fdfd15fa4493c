import type { ReadingContext } from '../../../platform/readings/request-readings.ts';
import type { DirectoryOperations } from '../operations.ts';

/** What resolvers get for one request: the operations, guarded for its caller. */
export interface DirectoryContext extends ReadingContext {
  readonly directory: DirectoryOperations;
}
