import { Problem } from '../../../platform/errors/problem.ts';
import { followDirectory } from '../participation/catch-up.ts';
import { adapterOf, type DirectoryParts } from '../parts.ts';
import type { RegionalAdapter } from './regional-adapter.ts';
import type { PullFacts } from './source-facts.ts';

/**
 * Pulls one directory now, and lets what changed take effect before it answers. A pull that failed is an answer.
 * @throws Problem where the adapter does not answer
 */
export async function pullDirectory(
  parts: DirectoryParts,
  directory: string,
  requestedBy: string,
): Promise<PullFacts> {
  const adapter = adapterOf(parts, directory, 'directory');
  return followAfter(parts, adapter, await adapter.pull(requestedBy));
}

/** Lets what a pull changed reach the global directory before it answers. @throws Problem where it does not */
export async function followAfter(
  parts: DirectoryParts,
  adapter: RegionalAdapter,
  pull: PullFacts,
): Promise<PullFacts> {
  try {
    await followDirectory(parts, adapter);
  } catch (cause) {
    parts.log.error({ err: cause, directory: adapter.code, pull: pull.id }, 'feed not followed after a pull');
    throw new Problem(
      'INTERNAL_SERVER_ERROR',
      `The pull ended (${pull.outcome}), but its changes have not all reached the global directory. They will follow by themselves; look at syncDashboard.`,
      { cause },
    );
  }
  return pull;
}
