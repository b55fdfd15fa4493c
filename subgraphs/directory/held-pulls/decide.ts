import { badInput, notFound } from '../../../platform/errors/problem.ts';
import type { DirectoryParts } from '../parts.ts';
import { followAfter } from '../population/pull.ts';
import type { RegionalAdapter } from '../population/regional-adapter.ts';
import type { PullFacts } from '../population/source-facts.ts';

/** The custodian's word on a held pull. */
export interface PullDecision {
  readonly id: string;
  readonly reason: string;
}

/**
 * Lets what a pull still holds take effect, also here, before it answers.
 * @throws Problem NOT_FOUND; CONFLICT where it is not held; BAD_USER_INPUT where no reason is given
 */
export async function approvePull(
  parts: DirectoryParts,
  { id, reason }: PullDecision,
  decidedBy: string,
): Promise<PullFacts> {
  const adapter = adapterOfPull(parts, id);
  return followAfter(
    parts,
    adapter,
    await adapter.decide('approve', { pull: id, decidedBy, reason: checked(reason) }),
  );
}

/**
 * Drops what a pull still holds and has its source read anew, in full, before it answers. What is given is the rejected
 * pull; the new one, which may be held in its turn, is the directory's last.
 * @throws Problem NOT_FOUND; CONFLICT where it is not held; BAD_USER_INPUT where no reason is given
 */
export async function rejectPull(
  parts: DirectoryParts,
  { id, reason }: PullDecision,
  decidedBy: string,
): Promise<PullFacts> {
  const adapter = adapterOfPull(parts, id);
  return followAfter(
    parts,
    adapter,
    await adapter.decide('reject', { pull: id, decidedBy, reason: checked(reason) }),
  );
}

/** A pull's id begins with the code of its directory: `OSCE-12`. @throws Problem NOT_FOUND */
export function adapterOfPull(parts: DirectoryParts, id: string): RegionalAdapter {
  const adapter = parts.adapters.get(id.replace(/-[^-]*$/, ''));
  if (adapter) return adapter;
  throw notFound(`There is no pull "${id.slice(0, 40)}". Look at syncDashboard for those that are held.`);
}

const longestReason = 2000;

function checked(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed !== '' && trimmed.length <= longestReason) return trimmed;
  throw badInput('reason', `Say in 1 to ${longestReason} characters why: it is kept with the pull.`);
}
