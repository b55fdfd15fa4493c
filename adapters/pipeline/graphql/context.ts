import type { ReadingContext } from '../../../platform/readings/request-readings.ts';
import type { RegionalOperations } from '../operations.ts';

/** What resolvers get for one request: the operations, within the caller's rights. */
export interface AdapterContext extends ReadingContext {
  readonly operations: RegionalOperations;
}
