import { Problem } from '../../../platform/errors/problem.ts';
import type { RegionalEntryInput } from '../../../platform/vocabulary/regional-entry-input.ts';
import { adapterOf, type DirectoryParts } from '../parts.ts';
import { followFeed } from '../population/follow.ts';
import type { PullFacts } from '../population/source-facts.ts';

export interface SubmittedEntries {
  readonly directory: string;
  readonly complete: boolean;
  readonly entries: readonly RegionalEntryInput[];
}

/**
 * Hands an organisation's entries to its adapter, and lets what they change take effect before it answers.
 * @throws Problem BAD_USER_INPUT, or INTERNAL_SERVER_ERROR where the adapter does not answer
 */
export async function submitEntries(
  parts: DirectoryParts,
  { directory, complete, entries }: SubmittedEntries,
  submittedBy: string,
): Promise<PullFacts> {
  const adapter = adapterOf(parts, directory, 'directory');
  const pull = await adapter.submit(complete, entries, submittedBy);
  try {
    await followFeed(parts, adapter);
  } catch (cause) {
    parts.log.error(
      { err: cause, directory: adapter.code, pull: pull.id },
      'feed not followed after a submission',
    );
    throw new Problem(
      'INTERNAL_SERVER_ERROR',
      `The entries were taken (${pull.outcome}), but not all have reached the global directory. They will follow by themselves; look at entryOutcomes.`,
      { cause },
    );
  }
  return pull;
}
