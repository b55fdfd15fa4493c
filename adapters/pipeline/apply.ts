import { randomUUID } from 'node:crypto';
import { type EntityManager, In } from 'typeorm';
import { type Clock, type Instant, instant } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { addRows, putRows } from '../../platform/database/rows.ts';
import { appendToLedger } from '../../platform/ledger/append.ts';
import type { PullOutcome } from '../../platform/vocabulary/terms.ts';
import type { Resume, SetAside } from '../contract.ts';
import { type Channel, channelOfLocation } from './channel.ts';
import type { Diff, EntryChange } from './diff.ts';
import { feedRows } from './feed-rows.ts';
import type { GuardLimits } from './guard.ts';
import { evidenceOf, keepHold } from './held-changes.ts';
import type { Hold } from './hold-back.ts';
import { holdProblem } from './hold-problem.ts';
import { ledgerOf, pullAct } from './ledger.ts';
import { endPull } from './pull-record.ts';
import { batches } from './storage/rows.ts';
import { ChangeRow, EntryRow, type PullRow, SetAsideRow, SourceStateRow } from './storage/tables.ts';
import { beginTallies, tally } from './tallies.ts';

/** All that a read brings about. */
export interface Effect {
  /** The directory's code. */
  readonly code: string;
  readonly channel: Channel;
  readonly diff: Diff;
  readonly hold: Hold;
  readonly limits: GuardLimits;
  readonly read: number;
  readonly setAside: readonly SetAside[];
  /** The keys of all entries that the read speaks of. */
  readonly listed: readonly string[];
  /** Null where what was set aside before is no longer of interest; else the keys that this read has mended. */
  readonly mended: ReadonlySet<string> | null;
  /** Why the read is not the whole; null where it is. */
  readonly incomplete: string | null;
  readonly fingerprint: string;
  readonly resume: Resume | null;
  /** Whether the source has more, which another pull goes on with at once. */
  readonly more: boolean;
}

/** Snapshot, feed, set-aside records, where to go on, and the pull's end: all of it or nothing. Cost follows the changes. */
export function applyPull(
  database: Database,
  clock: Clock,
  pullNumber: number,
  effect: Effect,
): Promise<PullRow> {
  return database.write(async (manager) => {
    const { diff, hold, incomplete, setAside } = effect;
    const at = instant(clock.now());
    const isHeld = hold.fresh.length > 0;
    const ended = await endPull(manager, clock, pullNumber, {
      outcome: outcomeOf(effect),
      read_count: effect.read,
      added: diff.added,
      changed: diff.changed,
      removed: diff.removed,
      set_aside: setAside.length,
      problem: isHeld ? holdProblem(hold.evidence) : incomplete,
      held: isHeld ? evidenceOf(hold, effect.limits) : null,
    });
    const state = await manager.findOneByOrFail(SourceStateRow, { id: 1 });
    const known = sightedBy(effect.channel, state);
    const position = await publish(manager, diff.changes, known, pullNumber, at);
    await keepHold(manager, pullNumber, hold, at, known.last_success_at);
    await keepSetAside(manager, effect, pullNumber, at);
    await manager.update(SourceStateRow, { id: 1 }, { position });
    const act = pullAct(effect.code, ended, { from: state.position, to: position });
    if (act) await appendToLedger(manager, ledgerOf(effect.code), clock, [act]);
    if (effect.channel === 'submission') return ended;
    await manager.update(
      SourceStateRow,
      { id: 1 },
      {
        fingerprint: effect.fingerprint,
        resume: effect.resume === null ? null : JSON.stringify(effect.resume),
        last_success_at: incomplete === null && !effect.more ? at : state.last_success_at,
      },
    );
    return ended;
  });
}

/** A read of the source is no sighting of what was submitted. */
export function sightedBy(channel: Channel, state: SourceStateRow): SourceStateRow {
  return channel === 'source' ? state : { ...state, last_success_at: null };
}

function outcomeOf({ diff, hold, incomplete }: Effect): PullOutcome {
  if (incomplete !== null) return 'INCOMPLETE';
  if (hold.fresh.length > 0) return 'HELD';
  return diff.added + diff.changed + diff.removed + diff.omitted > 0 ? 'CHANGED' : 'UNCHANGED';
}

/** @returns the feed's new position */
export async function publish(
  manager: EntityManager,
  changes: readonly EntryChange[],
  state: SourceStateRow,
  pullNumber: number,
  at: Instant,
): Promise<number> {
  if (state.position === 0) await beginTallies(manager);
  await tally(manager, changes);
  const { entries, feed, position } = feedRows(changes, state, pullNumber, at);
  await putRows(manager, EntryRow, entries);
  const epoch = randomUUID();
  await addRows(
    manager,
    ChangeRow,
    feed.map((row) => ({ ...row, epoch })),
  );
  return position;
}

async function keepSetAside(
  manager: EntityManager,
  { channel, setAside, mended }: Effect,
  pullNumber: number,
  at: Instant,
): Promise<void> {
  // Places are sealed, and compared here: what is set aside is little.
  const known = await manager.find(SetAsideRow);
  const again = new Set(setAside.map(({ location }) => location));
  const isOver = ({ location, source_key }: SetAsideRow): boolean => {
    const isOwn = channelOfLocation(location) === channel;
    if (mended === null) return isOwn;
    if (source_key !== null && mended.has(source_key)) return true;
    // The third entry of one submission is not the third of another: without a key, only the last one's are of interest.
    return channel === 'submission' ? isOwn && source_key === null : again.has(location);
  };
  const over = known.filter(isOver).map(({ ordinal }) => ordinal);
  for (const ordinals of batches(over)) await manager.delete(SetAsideRow, { ordinal: In(ordinals) });
  const last = (await manager.maximum(SetAsideRow, 'ordinal')) ?? 0;
  const rows = setAside.map(({ location, reason, sourceKey }, index) => ({
    ordinal: last + index + 1,
    pull_number: pullNumber,
    at,
    location,
    reason,
    source_key: sourceKey ?? null,
  }));
  await addRows(manager, SetAsideRow, rows);
}
