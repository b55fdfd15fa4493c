import type { Instant } from '../../../platform/clock/clock.ts';
import { nextDue } from '../../../platform/scheduler/cron.ts';
import type { PullFacts, SourceFacts } from '../population/source-facts.ts';

/** What is known of a directory's synchronisation, as far as it can be amiss. */
export interface Condition extends Pick<SourceFacts, 'lastSuccessAt' | 'schedule'> {
  /** False where only what was last known can be shown. */
  readonly answers: boolean;
  /** The last pulls, the newest first. */
  readonly recent: readonly PullFacts[];
  /** Pulls that wait for the custodian. */
  readonly held: readonly PullFacts[];
  /** Since when its feed is another than the one that was followed before, while its source is still to be read in full. */
  readonly resetAt: Instant | null;
}

/** What is amiss with a directory's synchronisation, in sentences for the custodian; none where nothing is. */
export function problemsOf(
  { answers, recent, held, resetAt, lastSuccessAt, schedule }: Condition,
  now: Date,
): string[] {
  const last = recent.find(({ outcome }) => outcome !== 'RUNNING');
  return [
    !answers && 'Its adapter does not answer: what is shown was last known.',
    last?.outcome === 'FAILED' && `Its last pull, ${last.id}, failed.${more(last)}`,
    last?.outcome === 'INCOMPLETE' && `Its last pull, ${last.id}, was not the whole.${more(last)}`,
    ...held.map(
      ({ id }) => `The pull ${id} is held and waits for you: preview it, then approve it or reject it.`,
    ),
    resetAt !== null &&
      `Its adapter began anew (${resetAt}): its storage was reset, or restored from a backup. Copies of what it does not list are kept and marked until its source has been read in full.`,
    lastSuccessAt === null && 'It has never been read in full.',
    lastSuccessAt !== null &&
      !isFresh(new Date(lastSuccessAt), schedule, now) &&
      `It was last read in full at ${lastSuccessAt}: two pulls or more are overdue.`,
  ].filter((problem) => problem !== false);
}

const more = ({ problem }: PullFacts) => (problem === null ? '' : ` ${problem}`);

/** Whether the last success is no older than two intervals of the directory's own schedule. */
function isFresh(lastSuccessAt: Date, schedule: string, now: Date): boolean {
  try {
    return now <= nextDue(schedule, nextDue(schedule, lastSuccessAt));
  } catch {
    return false;
  }
}
