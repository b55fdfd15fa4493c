import { type EntityManager, In, IsNull } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../platform/clock/clock.ts';
import { ContactField } from '../../platform/vocabulary/terms.ts';
import { type Channel, channelOf } from './channel.ts';
import type { Evidence, GuardLimits } from './guard.ts';
import type { HeldChange, Hold, StandingHold } from './hold-back.ts';
import { lastSighting } from './last-sighting.ts';
import { HeldChangeRow, type HeldStatus } from './storage/held-change-row.ts';
import { batches } from './storage/rows.ts';
import { storedState } from './storage/stored-content.ts';
import { EntryRow, PullRow } from './storage/tables.ts';

const HeldSubject = z.union([z.enum(['ENTRY', 'STATE', 'FUNCTION']), ContactField]);
const StoredEvidence: z.ZodType<HoldEvidence> = z.object({
  share: z.number(),
  count: z.number(),
  losses: z.array(
    z.object({ subject: HeldSubject, going: z.number(), accepted: z.number(), limit: z.number() }),
  ),
});
/** Why a pull was held: the limits, and each kind of loss that was over them. */
export interface HoldEvidence extends GuardLimits {
  readonly losses: readonly Evidence[];
}

export function storedEvidence(json: string | null): HoldEvidence | null {
  return json === null ? null : StoredEvidence.parse(JSON.parse(json));
}

export function evidenceOf({ evidence }: Hold, { share, count }: GuardLimits): string {
  return JSON.stringify({ share, count, losses: evidence } satisfies HoldEvidence);
}

/** What is held now of a channel. All of it belongs to one pull. */
export async function standingHold(manager: EntityManager, channel: Channel): Promise<StandingHold | null> {
  const rows = await manager.find(HeldChangeRow, { where: { status: 'HELD' }, order: { source_key: 'ASC' } });
  return holdOf(rows.filter(({ source_key }) => channelOf(source_key) === channel));
}

/** What a pull still holds; null where that is nothing. */
export async function holdOfPull(manager: EntityManager, pull_number: number): Promise<StandingHold | null> {
  const where = { status: 'HELD' as const, pull_number };
  return holdOf(await manager.find(HeldChangeRow, { where, order: { source_key: 'ASC' } }));
}

function holdOf(rows: readonly HeldChangeRow[]): StandingHold | null {
  const [first] = rows;
  if (!first) return null;
  const { pull_number: pull, source_key } = first;
  return { channel: channelOf(source_key), pull, changes: rows.map(heldChange) };
}

function heldChange({ source_key, subject, becomes, pending }: HeldChangeRow): HeldChange {
  return { sourceKey: source_key, subject, becomes, pending: pending === null ? null : storedState(pending) };
}

/** Keeps what a read did to what is held, in the transaction of its effect, after its entries. */
export async function keepHold(
  manager: EntityManager,
  pull: number,
  hold: Hold,
  at: Instant,
  lastSuccessAt: Instant | null,
): Promise<void> {
  const { standing, fresh, lifted, still } = hold;
  if (standing) await saveHeld(manager, standing.pull, lifted, 'LIFTED');
  if (fresh.length > 0) {
    if (standing) {
      await saveHeld(manager, standing.pull, still, 'TAKEN_OVER');
      await settle(manager, standing.pull, at, { decision: 'TAKEN_OVER', settled_by: pull });
    }
    await saveHeld(manager, pull, [...still, ...fresh], 'HELD');
  } else if (standing) {
    const moved = still.filter(({ pending }) => pending !== null);
    await saveHeld(manager, standing.pull, moved, 'HELD');
    if (still.length === 0)
      await settle(manager, standing.pull, at, { decision: 'LIFTED', settled_by: pull });
  }
  const kept = [...still, ...fresh].flatMap(({ subject, sourceKey }) =>
    subject === 'ENTRY' ? sourceKey : [],
  );
  await markUnlisted(manager, kept, at, lastSuccessAt);
}

/** What is no longer held keeps nothing of what the source said: only that, and how, it was held. */
export async function saveHeld(
  manager: EntityManager,
  pull: number,
  changes: readonly HeldChange[],
  status: HeldStatus,
): Promise<void> {
  const rows = changes.map(({ sourceKey, subject, becomes, pending }) => ({
    pull_number: pull,
    source_key: sourceKey,
    subject,
    status,
    becomes,
    pending: status === 'HELD' && pending ? JSON.stringify(pending) : null,
  }));
  for (const some of batches(rows))
    await manager.upsert(HeldChangeRow, some, ['pull_number', 'source_key', 'subject']);
}

/** From now on the entry is kept and no longer seen: when it was last seen stays as it is. */
async function markUnlisted(
  manager: EntityManager,
  keys: readonly string[],
  at: Instant,
  lastSuccessAt: Instant | null,
): Promise<void> {
  for (const some of batches(keys)) {
    const rows = await manager.findBy(EntryRow, { source_key: In(some), unlisted_since: IsNull() });
    const marked = rows.map((row) => ({
      ...row,
      unlisted_since: at,
      last_seen_at: lastSighting(
        { status: row.status, lastSeenAt: row.last_seen_at, unlistedSince: null },
        lastSuccessAt,
      ),
    }));
    for (const batch of batches(marked)) await manager.upsert(EntryRow, batch, ['source_key']);
  }
}

/** Ends a hold: the pull is then as any other, with what it brought about in the end. */
export async function settle(
  manager: EntityManager,
  number: number,
  at: Instant,
  end: Pick<PullRow, 'decision'> & Partial<Pick<PullRow, 'decided_by' | 'decision_reason' | 'settled_by'>>,
  applied: { readonly changed: number; readonly removed: number } = { changed: 0, removed: 0 },
): Promise<PullRow> {
  const row = await manager.findOneByOrFail(PullRow, { number });
  const changed = row.changed + applied.changed;
  const removed = row.removed + applied.removed;
  const outcome = row.added + changed + removed > 0 ? ('CHANGED' as const) : ('UNCHANGED' as const);
  const settled = { ...end, outcome, changed, removed, problem: null, decided_at: at };
  await manager.update(PullRow, { number }, settled);
  return { ...row, ...settled };
}
