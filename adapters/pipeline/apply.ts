import { type EntityManager, In, type ObjectLiteral } from 'typeorm';
import { type Clock, type Instant, instant } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Resume, SetAside } from '../contract.ts';
import type { Diff, EntryChange } from './diff.ts';
import { lastSighting } from './last-sighting.ts';
import { endPull } from './pull-record.ts';
import { ChangeRow, EntryRow, type PullRow, SetAsideRow, SourceStateRow } from './storage/tables.ts';

/** All that a read brings about. */
export interface Effect {
  readonly diff: Diff;
  readonly read: number;
  readonly setAside: readonly SetAside[];
  /** Null where what was set aside before is no longer of interest; else the keys that this read has mended. */
  readonly mended: ReadonlySet<string> | null;
  /** Why the read is not the whole; null where it is. */
  readonly incomplete: string | null;
  readonly fingerprint: string;
  readonly resume: Resume | null;
}

const rowsAtOnce = 400;

/** Snapshot, feed, set-aside records, where to go on, and the pull's end: all of it or nothing. Cost follows the changes. */
export function applyPull(
  database: Database,
  clock: Clock,
  pullNumber: number,
  effect: Effect,
): Promise<PullRow> {
  return database.write(async (manager) => {
    const { diff, incomplete, setAside } = effect;
    const at = instant(clock.now());
    const outcome =
      incomplete !== null
        ? 'INCOMPLETE'
        : diff.added + diff.changed + diff.removed > 0
          ? 'CHANGED'
          : 'UNCHANGED';
    const ended = await endPull(manager, clock, pullNumber, {
      outcome,
      read_count: effect.read,
      added: diff.added,
      changed: diff.changed,
      removed: diff.removed,
      set_aside: setAside.length,
      problem: incomplete,
    });
    const state = await manager.findOneByOrFail(SourceStateRow, { id: 1 });
    const position = await publish(manager, diff.changes, state, pullNumber, at);
    await keepSetAside(manager, effect, pullNumber, at);
    await manager.update(
      SourceStateRow,
      { id: 1 },
      {
        position,
        fingerprint: effect.fingerprint,
        resume: effect.resume === null ? null : JSON.stringify(effect.resume),
        last_success_at: incomplete === null ? at : state.last_success_at,
      },
    );
    return ended;
  });
}

/** @returns the feed's new position */
async function publish(
  manager: EntityManager,
  changes: readonly EntryChange[],
  state: SourceStateRow,
  pullNumber: number,
  at: Instant,
): Promise<number> {
  let position = state.position;
  const feed: ChangeRow[] = [];
  const entries: EntryRow[] = [];
  for (const change of changes) {
    if (change.kind) position += 1;
    const entry = entryRow(change, change.kind ? position : (change.before?.position ?? 0), state, at);
    entries.push(entry);
    if (!change.kind) continue;
    feed.push({
      seq: position,
      at,
      pull_number: pullNumber,
      kind: change.kind,
      source_key: entry.source_key,
      status: entry.status,
      content: entry.content,
      source_revision: entry.source_revision,
      first_seen_at: entry.first_seen_at,
      last_seen_at: entry.last_seen_at,
    });
  }
  for (const rows of batches(entries)) await manager.upsert(EntryRow, rows, ['source_key']);
  for (const rows of batches(feed)) await manager.insert(ChangeRow, rows);
  return position;
}

function entryRow(change: EntryChange, position: number, state: SourceStateRow, at: Instant): EntryRow {
  const { sourceKey, before, after } = change;
  return {
    source_key: sourceKey,
    participant: after.content.participant,
    iso3: after.content.iso3,
    status: after.status,
    content: JSON.stringify(after.content),
    source: JSON.stringify(after.source),
    source_revision: after.revision,
    position,
    first_seen_at: before?.firstSeenAt ?? at,
    last_seen_at: after.status === 'PRESENT' || !before ? at : lastSighting(before, state.last_success_at),
  };
}

async function keepSetAside(
  manager: EntityManager,
  { setAside, mended }: Effect,
  pullNumber: number,
  at: Instant,
): Promise<void> {
  if (mended === null) {
    await manager.createQueryBuilder().delete().from(SetAsideRow).execute();
  } else {
    for (const keys of batches([...mended])) await manager.delete(SetAsideRow, { source_key: In(keys) });
    const again = [...new Set(setAside.map(({ location }) => location))];
    for (const locations of batches(again)) await manager.delete(SetAsideRow, { location: In(locations) });
  }
  const last = (await manager.maximum(SetAsideRow, 'ordinal')) ?? 0;
  const rows = setAside.map(({ location, reason, sourceKey }, index) => ({
    ordinal: last + index + 1,
    pull_number: pullNumber,
    at,
    location,
    reason,
    source_key: sourceKey ?? null,
  }));
  for (const some of batches(rows)) await manager.insert(SetAsideRow, some);
}

function batches<T extends ObjectLiteral | string>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, index) =>
    rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce),
  );
}
