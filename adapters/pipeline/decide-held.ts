import { type EntityManager, In } from 'typeorm';
import { type Clock, type Instant, instant } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { conflict, notFound } from '../../platform/errors/problem.ts';
import { appendToLedger } from '../../platform/ledger/append.ts';
import type { HeldDecision } from '../../platform/vocabulary/terms.ts';
import { publish, sightedBy } from './apply.ts';
import type { Channel } from './channel.ts';
import { removedKeys } from './going.ts';
import { type ApprovedEntry, approved } from './held-approval.ts';
import { holdOfPull, saveHeld, settle } from './held-changes.ts';
import type { StandingHold } from './hold-back.ts';
import { decisionAct, ledgerOf } from './ledger.ts';
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
  given: HeldDecisionRequest,
  signal: AbortSignal,
): Promise<PullRow> {
  return database.write(async (manager) => {
    const { pull, decidedBy, reason } = given;
    const at = instant(clock.now());
    const hold = await theHoldOf(manager, code, pull);
    const changes = (await approvedBy(manager, hold)).map(({ change }) => change);
    const state = await manager.findOneByOrFail(SourceStateRow, { id: 1 });
    const position = await publish(manager, changes, sightedBy(hold.channel, state), hold.pull, at);
    await manager.update(SourceStateRow, { id: 1 }, { position });
    await saveHeld(manager, hold.pull, hold.changes, 'APPLIED');
    const removed = removedKeys(changes).size;
    const applied = { changed: changes.length - removed, removed };
    const end = { decision: 'APPROVED' as const, decided_by: decidedBy, decision_reason: reason };
    const settled = await settle(manager, hold.pull, at, end, applied);
    await appendToLedger(manager, ledgerOf(code), clock, [decisionAct('approved', given, keysOf(hold))]);
    signal.throwIfAborted(); // another instance may have taken this one for dead, and be pulling
    return settled;
  });
}

export interface Rejected {
  readonly pull: PullRow;
  /** Of a submission there is nothing to read anew: its organisation submits again. */
  readonly channel: Channel;
}

/**
 * Drops what a pull still holds, and lets the next read of its source be in full. What the entries had stays, until that read,
 * or the next submission, says otherwise. Must run alone, as a pull.
 * @throws Problem NOT_FOUND, CONFLICT
 */
export function rejectHeld(
  database: Database,
  clock: Clock,
  code: string,
  given: HeldDecisionRequest,
  signal: AbortSignal,
): Promise<Rejected> {
  return database.write(async (manager) => {
    const { pull, decidedBy, reason } = given;
    const at = instant(clock.now());
    const hold = await theHoldOf(manager, code, pull);
    await saveHeld(manager, hold.pull, hold.changes, 'DROPPED');
    if (hold.channel === 'source') await manager.update(SourceStateRow, { id: 1 }, { resume: null });
    else await listAgain(manager, hold);
    const end = { decision: 'REJECTED' as const, decided_by: decidedBy, decision_reason: reason };
    const settled = await settle(manager, hold.pull, at, end);
    await appendToLedger(manager, ledgerOf(code), clock, [decisionAct('rejected', given, keysOf(hold))]);
    signal.throwIfAborted();
    return { pull: settled, channel: hold.channel };
  });
}

/** What an organisation submitted stays listed, since the list that left it out was rejected. */
async function listAgain(manager: EntityManager, { changes }: StandingHold): Promise<void> {
  for (const keys of batches(changes.map(({ sourceKey }) => sourceKey)))
    await manager.update(EntryRow, { source_key: In(keys) }, { unlisted_since: null });
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
    const state = sightedBy(hold.channel, await manager.findOneByOrFail(SourceStateRow, { id: 1 }));
    const at = instant(clock.now());
    return { number: hold.pull, at, state, entries: await approvedBy(manager, hold) };
  });
}

const keysOf = ({ changes }: StandingHold): string[] => changes.map(({ sourceKey }) => sourceKey);

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
  const hold = await holdOfPull(manager, row.number);
  if (hold) return hold;
  const what = row.decision === null ? 'was never held' : became[row.decision];
  throw conflict(`The pull ${id} is not held: it ${what}. Look at syncDashboard for those that are held.`);
}
