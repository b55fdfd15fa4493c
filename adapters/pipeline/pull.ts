import { type Clock, instant } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log/log.ts';
import { type RegionalDirectory, type Resume, type Source, SourceFailure } from '../contract.ts';
import { applyPull, type Effect } from './apply.ts';
import { diffRules, type RecordsOf, resumeAfter, whatIsMissing, whatMayBeNameless } from './completeness.ts';
import { diff } from './diff.ts';
import { interpretEdition } from './edition.ts';
import { interpretMovements } from './movements.ts';
import { keysOf, nameAll, normaliseAll } from './named-record.ts';
import { beginPull, endPull, PullTakenOver } from './pull-record.ts';
import { loadSnapshot } from './snapshot.ts';
import { fingerprintOf, readSource } from './source-reading.ts';
import { storedResume } from './storage/stored-content.ts';
import { PullRow, SourceStateRow } from './storage/tables.ts';

/** A directory whose source can be pulled. */
export interface Pullable {
  readonly directory: RegionalDirectory;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Null where none is configured. */
  readonly source: { readonly url: URL; open(): Source<unknown> } | null;
}

export interface PullResult {
  readonly pull: PullRow;
  /** The earliest time the source wants to be asked again, where it said so. */
  readonly retryAt: Date | null;
}

/**
 * One pull: read → interpret → diff → apply. Must run alone. Whatever goes wrong with the source ends the pull as FAILED
 * and changes nothing else; storage that fails leaves it RUNNING, for the next pull to end.
 */
export async function pull(
  pullable: Pullable,
  requestedBy: string,
  signal: AbortSignal,
): Promise<PullResult> {
  const { directory, database, clock, log } = pullable;
  const { number } = await beginPull(database, clock, requestedBy);
  const result = await attempt(pullable, number, signal).then(
    (ended) => ({ pull: ended, retryAt: null }),
    (error: unknown) => fail(pullable, number, error, signal),
  );
  const { outcome, read_count, added, changed, removed, set_aside } = result.pull;
  log.info(
    {
      directory: directory.code,
      pull: number,
      outcome,
      read: read_count,
      added,
      changed,
      removed,
      setAside: set_aside,
    },
    'pull ended',
  );
  return result;
}

async function attempt(
  { directory, database, clock, source }: Pullable,
  number: number,
  signal: AbortSignal,
): Promise<PullRow> {
  if (!source)
    throw new SourceFailure(
      `No source is configured for ${directory.name}. Set ${directory.code}_SOURCE_URL and start again; its entries stay as they are.`,
    );
  const fingerprint = fingerprintOf(directory, source.url);
  const since = await whereToGoOn(database, fingerprint);
  const read = await readSource(source.open(), since, signal);
  signal.throwIfAborted();
  if (read.kind === 'unchanged') {
    return database.write(async (manager) => {
      const ended = await endPull(manager, clock, number, { outcome: 'UNCHANGED' });
      await manager.update(SourceStateRow, { id: 1 }, { last_success_at: instant(clock.now()) });
      return ended;
    });
  }
  const effect = await effectOf(directory, database, { read, since, fingerprint });
  signal.throwIfAborted();
  return applyPull(database, clock, number, effect);
}

async function whereToGoOn(database: Database, fingerprint: string): Promise<Resume | null> {
  const state = await database.read((manager) => manager.findOneByOrFail(SourceStateRow, { id: 1 }));
  return state.fingerprint === fingerprint ? storedResume(state.resume) : null;
}

/** What a read brings about, worked out before anything is written. A guard that holds a diff back would stand here. */
async function effectOf(
  directory: RegionalDirectory,
  database: Database,
  reading: { readonly read: RecordsOf; readonly since: Resume | null; readonly fingerprint: string },
): Promise<Effect> {
  const { read, since, fingerprint } = reading;
  const { rules } = directory;
  const meant = normaliseAll(directory, read.records);
  const needsAll = rules.absence !== 'nothing' || directory.identify !== undefined;
  const known = await loadSnapshot(database, needsAll ? 'all' : keysOf(meant));
  const named = nameAll(directory, meant, known);
  const interpret = rules.absence === 'nothing' ? interpretMovements : interpretEdition;
  const said = interpret(directory, named, known);
  const setAside = [...read.setAside, ...said.setAside];
  const seen = new Set([...said.seen, ...read.setAside.flatMap(({ sourceKey }) => sourceKey ?? [])]);
  const compare = (complete: boolean) => diff(known, { ...said, seen }, diffRules(rules, complete));
  const missing = whatIsMissing(rules, since, read, said);
  const whole = compare(missing === null);
  const incomplete = missing ?? whatMayBeNameless(rules, setAside, whole);
  const complete = incomplete === null;
  const changes = complete ? whole : compare(false);
  return {
    diff: changes,
    read: read.records.length + read.setAside.length,
    setAside,
    mended: since !== null && rules.absence === 'nothing' ? new Set(said.words.keys()) : null,
    incomplete,
    fingerprint,
    resume: resumeAfter(rules, since, read, complete, changes),
  };
}

async function fail(
  { directory, database, clock, log }: Pullable,
  number: number,
  error: unknown,
  signal: AbortSignal,
): Promise<PullResult> {
  const problem = problemOf(error, signal);
  if (!problem)
    log.error({ err: error, directory: directory.code, pull: number }, 'pull failed unexpectedly');
  const ended = await database.write(async (manager) => {
    try {
      return await endPull(manager, clock, number, { outcome: 'FAILED', problem: problem ?? unexpected });
    } catch (taken) {
      if (!(taken instanceof PullTakenOver)) throw taken;
      return manager.findOneByOrFail(PullRow, { number });
    }
  });
  return { pull: ended, retryAt: error instanceof SourceFailure ? (error.retryAt ?? null) : null };
}

const unexpected =
  'Something unexpected went wrong on our side, and nothing was changed. The log of this time says what; the next pull tries again.';

function problemOf(error: unknown, signal: AbortSignal): string | undefined {
  if (error instanceof PullTakenOver || signal.aborted)
    return 'The pull was interrupted because the product was stopped, or another instance took over. Nothing of it was kept.';
  return error instanceof SourceFailure ? error.message : undefined;
}
