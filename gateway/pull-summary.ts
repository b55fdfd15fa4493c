import { z } from 'zod';
import { PullOutcome } from '../platform/vocabulary/terms.ts';

/** What a person is told of a pull. */
export const PullSummary = z.object({
  outcome: PullOutcome,
  read: z.number(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  setAside: z.number(),
  problem: z.string().nullable(),
});
export type PullSummary = z.infer<typeof PullSummary>;

export const pullSummaryFields = 'outcome read added changed removed setAside problem';

/** One line, such as `OSCE: CHANGED, 113 read, 113 added`. */
export function pullLine(code: string, pull: PullSummary): string {
  const counts = [
    `${pull.read} read`,
    pull.added > 0 && `${pull.added} added`,
    pull.changed > 0 && `${pull.changed} changed`,
    pull.removed > 0 && `${pull.removed} removed`,
    pull.setAside > 0 && `${pull.setAside} set aside`,
  ];
  const line = `${code}: ${pull.outcome}, ${counts.filter(Boolean).join(', ')}`;
  return pull.problem ? `${line}\n  ${pull.problem}` : line;
}
