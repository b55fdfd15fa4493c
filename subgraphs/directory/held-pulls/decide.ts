import { notFound } from '../../../platform/errors/problem.ts';
import type { DirectoryParts } from '../parts.ts';
import { followAfter } from '../population/pull.ts';
import type { RegionalAdapter } from '../population/regional-adapter.ts';
import type { PullFacts } from '../population/source-facts.ts';
import { neededReason } from '../reasons.ts';

/** The custodian's word on a held pull. */
export interface PullDecision {
  readonly id: string;
  readonly reason: string;
}

/**
 * Approved, what a pull still holds takes effect, also here, before it answers. Rejected, it is dropped, and its source is read
 * anew, in full, before it answers; of a submission there is nothing to read anew, and its organisation submits again. What is
 * given is the pull that was decided on; one that followed, which may be held in its turn, is the directory's last.
 * @throws Problem NOT_FOUND; CONFLICT where it is not held; BAD_USER_INPUT where no reason is given
 */
export async function decidePull(
  parts: DirectoryParts,
  decision: 'approve' | 'reject',
  { id, reason }: PullDecision,
  decidedBy: string,
): Promise<PullFacts> {
  const adapter = adapterOfPull(parts, id);
  const request = { pull: id, decidedBy, reason: neededReason(reason, 'reason') };
  return followAfter(parts, adapter, await adapter.decide(decision, request));
}

/** A pull's id begins with the code of its directory: `OSCE-12`. @throws Problem NOT_FOUND */
export function adapterOfPull(parts: DirectoryParts, id: string): RegionalAdapter {
  const adapter = parts.adapters.get(id.replace(/-[^-]*$/, ''));
  if (adapter) return adapter;
  throw notFound(`There is no pull "${id.slice(0, 40)}". Look at syncDashboard for those that are held.`);
}
