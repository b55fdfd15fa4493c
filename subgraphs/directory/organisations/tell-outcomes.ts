import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { addRows, putRows } from '../../../platform/database/rows.ts';
import { type EntryOfState, entryKey } from '../population/draft-terms.ts';
import { EntryOutcomeEventRow, EntryOutcomeRow } from '../storage/entry-outcome-row.ts';
import { queueDeliveries } from '../webhooks/queue.ts';
import { type Outcome, type OutcomeCause, storedOutcome, unstoredOutcome } from './outcome.ts';
import { type NamedEntries, rowsOfEntries, standings, storedEntries } from './stored-entries.ts';

export interface ChangedEntries {
  /** Entries that their directory no longer has for the state. */
  readonly gone?: readonly EntryOfState[];
  /** All of which anything changed, of one directory; without it any may have. */
  readonly named?: Omit<NamedEntries, 'iso3s'>;
}

/**
 * Writes into each directory's feed what has become of its entries of these states since that was last told. Called in the
 * transaction that changed something, after it: the outcome is read from what stands then, so that whoever changes it, and
 * however, nothing is told that is not so, and nothing is left out.
 */
export async function tellOutcomes(
  manager: EntityManager,
  states: Iterable<string>,
  at: Instant,
  { gone = [], named }: ChangedEntries = {},
): Promise<void> {
  const iso3s = [...new Set(states)];
  if (iso3s.length === 0) return;
  const which = named ? { iso3s, ...named } : { iso3s };
  const told = await rowsOfEntries(which, (where) => manager.findBy(EntryOutcomeRow, where));
  const before = new Map(told.map((row) => [entryKey(row), row]));
  const stored = await storedEntries(manager, which);
  const standing = await standings(manager, { iso3s });
  const takenOut = new Set(gone.map(entryKey));

  const news: (EntryOfState & Outcome)[] = [];
  const tell = ({ iso3, directory, source_key }: EntryOfState, outcome: Outcome) => {
    const entry = { iso3, directory, source_key };
    if (!isTold(before.get(entryKey(entry)), outcome)) news.push({ ...entry, ...outcome });
  };
  for (const entry of stored.values()) {
    const outcome = storedOutcome(entry);
    if (outcome) tell(entry, outcome);
  }
  for (const row of told) {
    const key = entryKey(row);
    const known = stored.get(key);
    if (known && storedOutcome(known)) continue;
    const current = standing(row.iso3, row.directory);
    const isGone = row.cause === 'TAKEN_OUT' || takenOut.has(key);
    const outcome = unstoredOutcome(isGone ? 'CONSENTS' : current, isGone ? 'TAKEN_OUT' : underConsent(row));
    tell(row, { ...outcome, position: row.position });
  }
  news.sort((a, b) => (entryKey(a) < entryKey(b) ? -1 : 1));
  await write(manager, news, at);
}

/** A copy that waited to be removed has been; of any other entry the directory knows only that it is not copied. */
const underConsent = ({ cause }: EntryOutcomeRow): OutcomeCause =>
  cause === 'REMOVAL_ASKED' ? 'TAKEN_OUT' : 'NOT_REACHED';

function isTold(row: EntryOutcomeRow | undefined, { cause, fields, contactId, position }: Outcome): boolean {
  return (
    row !== undefined &&
    row.cause === cause &&
    row.contact_id === contactId &&
    row.position === position &&
    isDeepStrictEqual(row.fields, fields)
  );
}

async function write(
  manager: EntityManager,
  news: readonly (EntryOfState & Outcome)[],
  at: Instant,
): Promise<void> {
  const last = new Map<string, number>();
  const events: EntryOutcomeEventRow[] = [];
  for (const { iso3, directory, source_key, cause, fields, contactId, position } of news) {
    const seq = 1 + (last.get(directory) ?? (await lastSeq(manager, directory)));
    last.set(directory, seq);
    const told = { cause, fields: [...fields], contact_id: contactId, position };
    events.push({ directory, seq, at, iso3, source_key, ...told });
  }
  await addRows(manager, EntryOutcomeEventRow, events);
  await putRows(manager, EntryOutcomeRow, events);
  await queueDeliveries(manager, events, at);
}

/** The part's one writer at a time makes the next number the next commit's. */
export async function lastSeq(manager: EntityManager, directory: string): Promise<number> {
  return (await manager.maximum(EntryOutcomeEventRow, 'seq', { directory })) ?? 0;
}
