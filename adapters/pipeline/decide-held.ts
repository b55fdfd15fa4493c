import { type EntityManager, In } from 'typeorm';
import { type Clock, type Instant, instant } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { conflict, notFound } from '../../platform/errors/problem.ts';
import type { HeldDecision } from '../../platform/vocabulary/terms.ts';
import { publish } from './apply.ts';
import { removedKeys } from './going.ts';
import { type ApprovedEntry, approved } from './held-approval.ts';
import { saveHeld, settle, standingHold } from './held-changes.ts';
import type { StandingHold } from './hold-back.ts';
import { pullNumber } from './publish.ts';
import { type SnapshotEntry, snapshotEntry } from './snapshot.ts';
import { batches } from './storage/rows.ts';
import { EntryRow, PullRow, SourceStateRow } from './storage/tables.ts';

/** The custodian's word on a held pull. */
export interface HeldDecisionRequest {
  /** As published: `OSCE-12`. */
  readonly pull: string;
  readonly decidedBy: string;
  readonly reason: string;
}

/**
 * Lets what a pull still holds take effect: entries, feed and the pull's end, all of it or nothing.
 * Must run alone, as a pull.
 * @throws Problem NOT_FOUND, CONFLICT
 */
export function approveHeld(
  database: Database,
  clock: Clock,
  code: string,
  { pull, decidedBy, reason }: HeldDecisionRequest,
  signal: AbortSignal,
): Promise<PullRow> {
  return database.write(async (manager) => {
    const at = instant(clock.now());
    const hold = await theHoldOf(manager, code, pull);
    const changes = (await approvedBy(manager, hold)).map(({ change }) => change);
    const state = await manager.findOneByOrFail(SourceStateRow, { id: 1 });
    const position = await publish(manager, changes, state, hold.pull, at);
    await manager.update(SourceStateRow, { id: 1 }, { position });
    await saveHeld(manager, hold.pull, hold.changes, 'APPLIED');
    const removed = removedKeys(changes).size;
    const applied = { changed: changes.length - removed, removed };
    const end = { decision: 'APPROVED' as const, decided_by: decidedBy, decision_reason: reason };
    const settled = await settle(manager, hold.pull, at, end, applied);
    signal.throwIfAborted(); // another instance may have taken this one for dead, and be pulling
    return settled;
  });
}

/**
 * Drops what a pull still holds, and lets the next read be in full. What the entries had stays, until that read says.
 * Must run alone, as a pull.
 * @throws Problem NOT_FOUND, CONFLICT
 */
export function rejectHeld(
  database: Database,
  clock: Clock,
  code: string,
  { pull, decidedBy, reason }: HeldDecisionRequest,
  signal: AbortSignal,
): Promise<PullRow> {
  return database.write(async (manager) => {
    const at = instant(clock.now());
    const hold = await theHoldOf(manager, code, pull);
    await saveHeld(manager, hold.pull, hold.changes, 'DROPPED');
    await manager.update(SourceStateRow, { id: 1 }, { resume: null });
    const end = { decision: 'REJECTED' as const, decided_by: decidedBy, decision_reason: reason };
    const settled = await settle(manager, hold.pull, at, end);
    signal.throwIfAborted();
    return settled;
  });
}

/** What approving a held pull would do now: the very changes it would publish, not yet published. */
export interface HeldApproval {
  readonly number: number;
  readonly at: Instant;
  readonly state: SourceStateRow;
  readonly entries: readonly ApprovedEntry[];
}

/** @throws Problem NOT_FOUND, CONFLICT */
export function heldApproval(
  database: Database,
  clock: Clock,
  code: string,
  pull: string,
): Promise<HeldApproval> {
  return database.read(async (manager) => {
    const hold = await theHoldOf(manager, code, pull);
    const state = await manager.findOneByOrFail(SourceStateRow, { id: 1 });
    const at = instant(clock.now());
    return { number: hold.pull, at, state, entries: await approvedBy(manager, hold) };
  });
}

async function approvedBy(manager: EntityManager, hold: StandingHold): Promise<ApprovedEntry[]> {
  const known = new Map<string, SnapshotEntry>();
  const keys = [...new Set(hold.changes.map(({ sourceKey }) => sourceKey))];
  for (const some of batches(keys))
    for (const row of await manager.findBy(EntryRow, { source_key: In(some) }))
      known.set(row.source_key, snapshotEntry(row));
  return approved(known, hold.changes);
}

const became: Readonly<Record<HeldDecision, string>> = {
  APPROVED: 'was approved',
  REJECTED: 'was rejected',
  LIFTED: 'was lifted by a later pull, which no longer took anything away',
  TAKEN_OVER: 'was taken over by a later pull, which is held with all that still waits',
};

async function theHoldOf(manager: EntityManager, code: string, id: string): Promise<StandingHold> {
  const number = pullNumber(code, id);
  const row = number === null ? null : await manager.findOneBy(PullRow, { number });
  if (!row)
    throw notFound(`There is no pull "${id.slice(0, 40)}". Look at syncDashboard for those that are held.`);
  const hold = await standingHold(manager);
  if (hold?.pull === row.number) return hold;
  const what = row.decision === null ? 'was never held' : became[row.decision];
  throw conflict(`The pull ${id} is not held: it ${what}. Look at syncDashboard for those that are held.`);
}
