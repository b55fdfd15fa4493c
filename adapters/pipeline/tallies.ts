import { type EntityManager, In, MoreThan, Not } from 'typeorm';
import type { Database } from '../../platform/database/database.ts';
import { addRows, putRows } from '../../platform/database/rows.ts';
import { contactFields, type EntryStatus } from '../../platform/vocabulary/terms.ts';
import type { EntryContent } from '../contract.ts';
import { type Channel, channelOf } from './channel.ts';
import type { EntryChange } from './diff.ts';
import { hasField } from './going.ts';
import type { HeldSubject } from './guard.ts';
import type { Counts } from './operations.ts';
import { EntryTallyRow } from './storage/entry-tally-row.ts';
import { storedContent } from './storage/stored-content.ts';
import { EntryRow } from './storage/tables.ts';

// How many entries there are, and how many have what the guard counts: kept with each change, so that neither a page of the feed
// nor a pull that takes something away counts through all of them.

const listed = 'LISTED';
const subjects: readonly HeldSubject[] = ['ENTRY', 'STATE', 'FUNCTION', ...contactFields];

/** Whether a listed entry has what the guard counts. */
function has(content: EntryContent, subject: HeldSubject): boolean {
  if (subject === 'ENTRY') return true;
  if (subject === 'STATE') return content.iso3 !== null;
  return subject === 'FUNCTION' ? content.function !== null : hasField(content, subject);
}

interface Counted {
  readonly status: EntryStatus;
  readonly content: EntryContent;
}

/** Counts by `what` and `of`. */
class Sums {
  readonly #sums = new Map<string, Map<string, number>>();

  add(what: string, of: string, entries: number): void {
    const known = this.#sums.get(what);
    const sums = known ?? new Map<string, number>();
    if (!known) this.#sums.set(what, sums);
    sums.set(of, (sums.get(of) ?? 0) + entries);
  }

  addSubjects(channel: Channel, { status, content }: Counted, entries: number): void {
    if (status !== 'PRESENT') return;
    for (const subject of subjects) if (has(content, subject)) this.add(subject, channel, entries);
  }

  all(): EntryTallyRow[] {
    return [...this.#sums].flatMap(([what, sums]) =>
      [...sums].map(([of, entries]): EntryTallyRow => ({ what, of, entries })),
    );
  }
}

/** Counts what changes do, in the transaction that publishes them. */
export async function tally(manager: EntityManager, changes: readonly EntryChange[]): Promise<void> {
  const sums = new Sums();
  for (const { sourceKey, before, after } of changes) {
    const channel = channelOf(sourceKey);
    for (const [state, sign] of [[before, -1] as const, [after, 1] as const]) {
      if (!state) continue;
      const { iso3, participant } = state.content;
      if (state.status !== 'REMOVED') sums.add(listed, iso3 ?? participant, sign);
      sums.addSubjects(channel, state, sign);
    }
  }
  const changed = sums.all().filter(({ entries }) => entries !== 0);
  if (changed.length === 0) return;
  const known = new Map<string, number>();
  const where = { what: In([...new Set(changed.map(({ what }) => what))]) };
  for (const { what, of, entries } of await manager.findBy(EntryTallyRow, where))
    known.set(JSON.stringify([what, of]), entries);
  const rows = changed.flatMap(({ what, of, entries }): EntryTallyRow[] => {
    const before = known.get(JSON.stringify([what, of]));
    // What was never counted is counted whole once it is asked for.
    if (before === undefined && what !== listed) return [];
    return [{ what, of, entries: (before ?? 0) + entries }];
  });
  await putRows(manager, EntryTallyRow, rows);
}

/** Begins the counts of a directory that has no entry yet. */
export async function beginTallies(manager: EntityManager): Promise<void> {
  if (await manager.existsBy(EntryTallyRow, { what: 'ENTRY' })) return;
  await addRows(manager, EntryTallyRow, zeros('source'));
  await addRows(manager, EntryTallyRow, zeros('submission'));
}

const zeros = (of: Channel): EntryTallyRow[] => subjects.map((what) => ({ what, of, entries: 0 }));

/** How many entries of a channel are listed and have what the guard counts. */
export async function acceptedCounts(
  database: Database,
  channel: Channel,
): Promise<ReadonlyMap<string, number>> {
  const where = { of: channel, what: In([...subjects]) };
  const known = await database.read((manager) => manager.findBy(EntryTallyRow, where));
  const rows = known.length > 0 ? known : await database.write((manager) => countAll(manager, channel));
  return new Map(rows.map(({ what, entries }) => [what, entries]));
}

const entriesAtOnce = 1000;

/** Of entries from before they were counted: once, a part of them in memory at a time. */
async function countAll(manager: EntityManager, channel: Channel): Promise<EntryTallyRow[]> {
  const sums = new Sums();
  for (const what of subjects) sums.add(what, channel, 0);
  for (let last = ''; ; ) {
    const rows = await manager.find(EntryRow, {
      select: { source_key: true, status: true, content: true },
      where: { source_key: MoreThan(last), status: 'PRESENT' },
      order: { source_key: 'ASC' },
      take: entriesAtOnce,
    });
    for (const { source_key, status, content } of rows)
      if (channelOf(source_key) === channel)
        sums.addSubjects(channel, { status, content: storedContent(content) }, 1);
    if (rows.length < entriesAtOnce) break;
    last = rows.at(-1)?.source_key ?? last;
  }
  await putRows(manager, EntryTallyRow, sums.all());
  return sums.all();
}

/** What a directory says of how much is in it. */
export async function entryCounts(manager: EntityManager): Promise<Counts> {
  const rows = await manager.findBy(EntryTallyRow, { what: listed, entries: Not(0) });
  return {
    participants: rows.length,
    entryCount: rows.reduce((sum, { entries }) => sum + entries, 0),
  };
}
