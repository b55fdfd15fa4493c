import { In } from 'typeorm';
import { instant } from '../../platform/clock/clock.ts';
import { badInput } from '../../platform/errors/problem.ts';
import type { RegionalDirectory } from '../contract.ts';
import { applyPull } from './apply.ts';
import { submissionLocation, submittedKeys } from './channel.ts';
import { effectOf, type Pullable, recorded } from './pull.ts';
import { batches } from './storage/rows.ts';
import { EntryRow, type PullRow, SourceStateRow } from './storage/tables.ts';
import { normaliseSubmitted, SubmittedEntry } from './submitted-entry.ts';

/** What an organisation submits. */
export interface Submission {
  /** True: the whole list, and what it does not name is gone. False: these entries, and nothing of the others. */
  readonly complete: boolean;
  readonly entries: readonly SubmittedEntry[];
  readonly requestedBy: string;
}

const mostEntries = 2000;

/**
 * Takes submitted entries as a read of their own channel: interpret → diff → guard → apply, as a pull, and recorded as one.
 * Must run alone, as a pull.
 * @throws Problem BAD_USER_INPUT where there are none or too many
 */
export async function submit(
  pullable: Pullable,
  submission: Submission,
  signal: AbortSignal,
): Promise<PullRow> {
  const { entries, complete, requestedBy } = submission;
  if (entries.length < 1 || entries.length > mostEntries)
    throw badInput('entries', `Submit 1 to ${mostEntries} entries at once.`);
  const { directory, database, clock, guard } = pullable;
  const { pull } = await recorded(pullable, `submission of ${requestedBy}`, signal, async (number) => {
    const read = {
      kind: 'complete' as const,
      records: entries.map((record, index) => ({ record, location: submissionLocation(index + 1) })),
      setAside: [],
      resume: null,
    };
    // A list that is not the whole goes on from what was submitted before.
    const since = complete ? null : {};
    const reading = { read, since, fingerprint: '', channel: 'submission' as const };
    const effect = await effectOf(asSubmitted(directory, complete), database, guard, reading);
    signal.throwIfAborted();
    return database.write(async (manager) => {
      const ended = await applyPull(database, clock, number, effect);
      const at = instant(clock.now());
      for (const keys of batches(effect.listed))
        await manager.update(EntryRow, { source_key: In(keys), status: 'PRESENT' }, { last_seen_at: at });
      // Where there is no source, the whole directory is what was submitted.
      if (pullable.source === null && complete && effect.incomplete === null)
        await manager.update(SourceStateRow, { id: 1 }, { last_success_at: at });
      return ended;
    });
  });
  return pull;
}

/** The same directory, whose records are what its organisation submits: by keys of their own, and saying all there is to say. */
function asSubmitted(directory: RegionalDirectory, complete: boolean): RegionalDirectory {
  const { code, name, rules, sample } = directory;
  return {
    code,
    name,
    sample,
    rules: { ...rules, absence: complete ? 'removal' : 'nothing' },
    settings: (environment) => directory.settings(environment),
    open: (url, settings, tools) => directory.open(url, settings, tools),
    record: SubmittedEntry,
    normalise: (record) => normaliseSubmitted(rules, SubmittedEntry.parse(record)),
  };
}

/** Whether a directory without a source has entries that were submitted: then there is nothing to pull, and nothing amiss. */
export async function livesFromSubmissions({ source, database }: Pullable): Promise<boolean> {
  if (source !== null) return false;
  return database.read((manager) => manager.existsBy(EntryRow, { source_key: submittedKeys() }));
}
