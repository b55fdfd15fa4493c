import { type Clock, instant } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log/log.ts';
import { type RegionalDirectory, type Resume, type Source, SourceFailure } from '../contract.ts';
import { applyPull, type Effect } from './apply.ts';
import type { Channel } from './channel.ts';
import { hasMore, type RecordsOf, resumeAfter } from './completeness.ts';
import { interpretEdition } from './edition.ts';
import { type GuardLimits, noGuard } from './guard.ts';
import { guardedDiff } from './guarded-diff.ts';
import { standingHold } from './held-changes.ts';
import { interpretMovements } from './movements.ts';
import { keysOf, nameAll, normaliseAll } from './named-record.ts';
import { beginPull, endPull, PullTakenOver } from './pull-record.ts';
import { loadSnapshot } from './snapshot.ts';
import { fingerprintOf, readSource, readWhole } from './source-reading.ts';
import { storedResume } from './storage/stored-content.ts';
import { PullRow, SourceStateRow } from './storage/tables.ts';

/** A directory whose source can be pulled. */
export interface Pullable {
  readonly directory: RegionalDirectory;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** How much may go at once without a person's yes. */
  readonly guard: GuardLimits;
  /** Null where none is configured. */
  readonly source: { readonly url: URL; open(): Source<unknown> } | null;
}

export interface PullResult {
  readonly pull: PullRow;
  /** The earliest time the source wants to be asked again, where it said so. */
  readonly retryAt: Date | null;
}

/**
 * One pull: read → interpret → diff → apply; where the source has more than a read takes, each part is a pull of its own, and the
 * last one is the answer. Must run alone. Whatever goes wrong with the source ends the pull as FAILED
 * and changes nothing else; storage that fails leaves it RUNNING, for the next pull to end.
 */
export async function pull(
  pullable: Pullable,
  requestedBy: string,
  signal: AbortSignal,
): Promise<PullResult> {
  for (let parts = 1; ; parts++) {
    let more = false;
    const result = await recorded(pullable, requestedBy, signal, async (number) => {
      const attempted = await attempt(pullable, number, signal);
      more = attempted.more;
      return attempted.pull;
    });
    if (!more || signal.aborted || parts === mostParts) return result;
  }
}

/** Of a source that never ends, the next pull goes on. */
const mostParts = 1000;

/** Records what a read came to, however it ended. */
export async function recorded(
  pullable: Pullable,
  requestedBy: string,
  signal: AbortSignal,
  read: (number: number) => Promise<PullRow>,
): Promise<PullResult> {
  const { directory, database, clock, log } = pullable;
  const { number } = await beginPull(database, clock, requestedBy);
  const result = await read(number).then(
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
  { directory, database, clock, guard, source }: Pullable,
  number: number,
  signal: AbortSignal,
): Promise<{ readonly pull: PullRow; readonly more: boolean }> {
  if (!source)
    throw new SourceFailure(
      `No source is configured for ${directory.name}. Set ${directory.code}_SOURCE_URL and start again; its entries stay as they are.`,
    );
  const fingerprint = fingerprintOf(directory, source.url);
  const state = await database.read((manager) => manager.findOneByOrFail(SourceStateRow, { id: 1 }));
  const since = state.fingerprint === fingerprint ? storedResume(state.resume) : null;
  const isReadAnew = since === null && state.fingerprint !== null;
  const read = isReadAnew
    ? await readWhole(source.open(), signal)
    : await readSource(source.open(), since, signal);
  signal.throwIfAborted();
  if (read.kind === 'unchanged') {
    const unchanged = await database.write(async (manager) => {
      const ended = await endPull(manager, clock, number, { outcome: 'UNCHANGED' });
      await manager.update(SourceStateRow, { id: 1 }, { last_success_at: instant(clock.now()) });
      return ended;
    });
    return { pull: unchanged, more: false };
  }
  const isFirst = directory.rules.absence === 'nothing' && state.last_success_at === null;
  const limits = isFirst ? noGuard : guard;
  const effect = await effectOf(directory, database, limits, { read, since, fingerprint, channel: 'source' });
  signal.throwIfAborted();
  return { pull: await applyPull(database, clock, number, effect), more: effect.more };
}

/** What a read brings about, worked out before anything is written. */
export async function effectOf(
  directory: RegionalDirectory,
  database: Database,
  limits: GuardLimits,
  reading: {
    readonly read: RecordsOf;
    readonly since: Resume | null;
    readonly fingerprint: string;
    readonly channel: Channel;
  },
): Promise<Effect> {
  const { read, since, fingerprint, channel } = reading;
  const { rules } = directory;
  const meant = normaliseAll(directory, read.records);
  const needsAll = rules.absence !== 'nothing' || directory.identify !== undefined;
  const known = await loadSnapshot(database, needsAll ? 'all' : keysOf(meant), channel);
  const named = nameAll(directory, meant, known);
  const isMovements = rules.absence === 'nothing' && channel === 'source';
  const interpret = isMovements ? interpretMovements : interpretEdition;
  const interpreted = interpret(directory, named, known);
  const setAside = [...read.setAside, ...interpreted.setAside];
  const seen = new Set([...interpreted.seen, ...read.setAside.flatMap(({ sourceKey }) => sourceKey ?? [])]);
  const said = { ...interpreted, seen };
  const standing = await database.read((manager) => standingHold(manager, channel));
  const understood = { channel, rules, limits, since, read, said, setAside, known, standing };
  const { diff, hold, incomplete } = await guardedDiff(database, understood);
  return {
    code: directory.code,
    channel,
    diff,
    hold,
    limits,
    read: read.records.length + read.setAside.length,
    setAside,
    listed: [...said.words.keys()],
    mended: since !== null && rules.absence === 'nothing' ? new Set(said.words.keys()) : null,
    incomplete,
    fingerprint,
    resume: resumeAfter(rules, since, read, incomplete === null, diff),
    more: incomplete === null && hasMore(read),
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
