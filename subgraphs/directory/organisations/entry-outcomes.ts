import { In } from 'typeorm';
import { coverage, coveredFields } from '../consent/coverage.ts';
import { tellingFields } from '../contacts/claims.ts';
import { adapterOf, type DirectoryParts } from '../parts.ts';
import { type EntryOfState, entryKey } from '../population/draft-terms.ts';
import type { ListedEntry, Listing } from '../population/regional-adapter.ts';
import { ConsentRow } from '../storage/consent-row.ts';
import { EntryOutcomeRow } from '../storage/entry-outcome-row.ts';
import { type Outcome, sentenceOf, storedOutcome, unstoredOutcome } from './outcome.ts';
import { standings, storedEntries } from './stored-entries.ts';

/** What became of one entry, or of a record that could not be taken for one. */
export interface EntryOutcome {
  readonly directory: string;
  /** Null for a record that was set aside. */
  readonly sourceKey: string | null;
  /** Null for a participant that is no Member State, and for a record that was set aside. */
  readonly iso3: string | null;
  /** Where in the source, of a record that was set aside. */
  readonly location: string | null;
  readonly outcome: Outcome;
  readonly reason: string;
  /** The event that last told of it; null where none did. */
  readonly seq: number | null;
  readonly at: string | null;
}

/**
 * What became of every entry of a directory, or of one state's entries in it. The directory keeps nothing of entries that no
 * consent covers: its adapter is asked which there are, and what is stored here is joined to that.
 * @throws Problem where the adapter does not answer
 */
export async function entryOutcomes(
  parts: DirectoryParts,
  code: string,
  iso3: string | null,
): Promise<EntryOutcome[]> {
  const adapter = adapterOf(parts, code, 'directory');
  const listing = await adapter.listing(iso3);
  const here = await whatIsHere(parts, adapter.code, iso3);
  const left = new Map(here.stored);
  const outcomes: EntryOutcome[] = [];
  const add = (entry: EntryOfState, outcome: Outcome) => {
    const told = here.told.get(entryKey(entry));
    outcomes.push({
      directory: adapter.code,
      sourceKey: entry.source_key,
      iso3: entry.iso3,
      location: null,
      outcome,
      reason: sentenceOf(outcome.cause),
      seq: told?.seq ?? null,
      at: told?.at ?? null,
    });
  };

  for (const listed of listing.entries) {
    const { sourceKey } = listed;
    if (!listed.state) {
      outcomes.push(outsideStates(adapter.code, sourceKey, null, 'NO_MEMBER_STATE'));
      continue;
    }
    const entry = { iso3: listed.state.iso3, directory: adapter.code, source_key: sourceKey };
    const stored = left.get(entryKey(entry));
    left.delete(entryKey(entry));
    const outcome = stored && storedOutcome(stored);
    add(entry, outcome ?? outcomeOfUnstored(entry, listed, here));
  }
  // What its directory has no more, or has for another state now, and is still here.
  for (const stored of left.values()) {
    const outcome = storedOutcome(stored);
    if (outcome?.contactId) add(stored, outcome);
  }
  outcomes.sort(inOrder);
  // Records that could not be used cannot be told to be one state's.
  return iso3 === null ? [...outcomes, ...setAside(adapter.code, listing)] : outcomes;
}

function inOrder(a: EntryOutcome, b: EntryOutcome): number {
  return orderOf(a) < orderOf(b) ? -1 : 1;
}

/** Unique, and in the order of keys. */
export const orderOf = ({ sourceKey, iso3 }: EntryOutcome) => `${sourceKey ?? ''} ${iso3 ?? ''}`;

function outsideStates(
  directory: string,
  sourceKey: string | null,
  location: string | null,
  cause: 'NO_MEMBER_STATE' | 'UNUSABLE',
): EntryOutcome {
  const outcome = { cause, fields: [], contactId: null, position: null };
  const reason = sentenceOf(cause);
  return { directory, sourceKey, iso3: null, location, outcome, reason, seq: null, at: null };
}

function setAside(directory: string, listing: Listing): EntryOutcome[] {
  return listing.setAside.map(({ location, reason, at }) => ({
    ...outsideStates(directory, null, location, 'UNUSABLE'),
    reason,
    at,
  }));
}

type Here = Awaited<ReturnType<typeof whatIsHere>>;

function whatIsHere({ database }: DirectoryParts, directory: string, iso3: string | null) {
  return database.read(async (manager) => {
    const which = { directory, ...(iso3 === null ? {} : { iso3s: [iso3] }) };
    const state = iso3 === null ? {} : { iso3: In([iso3]) };
    const consents = await manager.findBy(ConsentRow, { directory, status: 'ACTIVE', ...state });
    const told = await manager.findBy(EntryOutcomeRow, { directory, ...state });
    return {
      stored: await storedEntries(manager, which),
      standing: await standings(manager, which),
      consents: new Map(consents.map((row) => [row.iso3, row])),
      told: new Map(told.map((row) => [entryKey(row), row])),
    };
  });
}

function outcomeOfUnstored(
  { iso3, directory }: EntryOfState,
  listed: ListedEntry,
  { consents, standing }: Here,
): Outcome {
  const consent = consents.get(iso3);
  const stands = standing(iso3, directory);
  if (!consent || stands !== 'CONSENTS') return unstoredOutcome(stands, 'NOT_REACHED');
  if (coverage(consent, listed).kind === 'outside') return unstoredOutcome('CONSENTS', 'OUTSIDE_CONSENT');
  if (listed.status === 'ABSENT') return unstoredOutcome('CONSENTS', 'NOT_LISTED');
  const covered = coveredFields(consent).filter((field) => listed.filled.includes(field));
  const isTold = tellingFields.some((field) => covered.includes(field));
  return unstoredOutcome('CONSENTS', isTold ? 'ON_ITS_WAY' : 'NOTHING_COVERED');
}
