import { type EntityManager, In, IsNull } from 'typeorm';
import { findIn } from '../../../platform/database/find-in.ts';
import { addRows, dropRows, putRows } from '../../../platform/database/rows.ts';
import { draftActs } from '../ledger/draft-acts.ts';
import { tellLedger } from '../ledger/tell.ts';
import { noteNotices } from '../notice/note.ts';
import { tellOutcomesOf } from '../organisations/tell-draft.ts';
import type { Draft } from '../population/draft.ts';
import { type EntryOfState, entryKey, type StoredStates } from '../population/draft-terms.ts';
import { noteReviews } from '../review/note.ts';
import { indexDraft } from '../search/index-contacts.ts';
import { ConflictRow } from './conflict-row.ts';
import { ContactRevisionRow } from './contact-revision-row.ts';
import { ContactRow } from './contact-row.ts';
import { CopySourceRow } from './copy-source-row.ts';
import { raiseRevision } from './directory-revision.ts';
import { EntryDecisionRow } from './entry-decision-row.ts';
import { PairDecisionRow } from './pair-decision-row.ts';
import { PrecedenceRow } from './precedence-row.ts';
import { ProposalRow } from './proposal-row.ts';
import { keepOrigins } from './state-origins.ts';

/** Reads all a draft needs of some states, in a few queries. */
export async function loadStates(manager: EntityManager, iso3s: readonly string[]): Promise<StoredStates> {
  if (iso3s.length === 0) return noStates;
  const iso3 = In([...iso3s]);
  // A database promises no order; what a draft plans must not hang on how rows happen to lie.
  return {
    contacts: await manager.find(ContactRow, {
      where: { iso3, removed_at: IsNull() },
      order: { created_at: 'ASC', id: 'ASC' },
    }),
    sources: await manager.findBy(CopySourceRow, { iso3 }),
    proposals: await manager.find(ProposalRow, { where: { iso3, status: 'WAITING' }, order: { seq: 'ASC' } }),
    decisions: await manager.findBy(EntryDecisionRow, { iso3 }),
    pairs: await manager.findBy(PairDecisionRow, { iso3 }),
    precedences: await manager.findBy(PrecedenceRow, { iso3 }),
    conflicts: await manager.findBy(ConflictRow, { iso3 }),
  };
}

const noStates: StoredStates = {
  contacts: [],
  sources: [],
  proposals: [],
  decisions: [],
  pairs: [],
  precedences: [],
  conflicts: [],
};

/** Saves a draft, whole. Only in a transaction; raises the directory's revision where anybody can see a difference. */
export async function saveDraft(manager: EntityManager, draft: Draft): Promise<void> {
  const before = await storedCopies(manager, draft);
  await putRows(manager, ContactRow, [...draft.touchedContacts]);
  await leadOn(manager, draft);
  await addRows(manager, ContactRevisionRow, draft.revisions);
  await dropRows(manager, CopySourceRow, [...draft.droppedSources.values()].map(entryOf));
  await putRows(manager, CopySourceRow, [...draft.touchedSources]);
  await keepOrigins(manager, draft);
  await numberProposals(manager, draft);
  // What ends first: at most one proposal of an entry may wait.
  const proposals = [...draft.touchedProposals];
  const ended = proposals.filter(({ status }) => status !== 'WAITING');
  await putRows(manager, ProposalRow, ended);
  await putRows(
    manager,
    ProposalRow,
    proposals.filter(({ status }) => status === 'WAITING'),
  );
  const decisions = [...draft.answers.touched];
  const empty = new Set(decisions.filter((row) => !row.answered_function && !row.refusal && !row.kept));
  await dropRows(manager, EntryDecisionRow, [...empty].map(entryOf));
  await putRows(
    manager,
    EntryDecisionRow,
    decisions.filter((row) => !empty.has(row)),
  );
  await saveMatching(manager, draft);
  await indexDraft(manager, draft);
  await noteReviews(manager, draft);
  await noteNotices(manager, draft);
  await tellOutcomesOf(manager, draft);
  await tellLedger(manager, draft.now, draftActs(draft, before));
  if (draft.visible || decisions.length > 0) await raiseRevision(manager);
}

const entryOf = ({ iso3, directory, source_key }: EntryOfState): EntryOfState => ({
  iso3,
  directory,
  source_key,
});

/** The copies that a draft changes, as they are stored still. */
async function storedCopies(manager: EntityManager, draft: Draft): Promise<CopySourceRow[]> {
  const changed = [...draft.touchedSources, ...draft.droppedSources.values()];
  const byEntry = new Map<string, CopySourceRow>();
  const directories = new Set(changed.map(({ directory }) => directory));
  for (const directory of directories) {
    const own = changed.filter((source) => source.directory === directory);
    const keys = own.map((source) => source.source_key);
    const stored = await findIn(keys, (source_key) =>
      manager.findBy(CopySourceRow, { directory, source_key }),
    );
    for (const row of stored) byEntry.set(entryKey(row), row);
  }
  return [...byEntry.values()];
}

/** Ids of contacts that became part of others lead to those. */
async function leadOn(manager: EntityManager, { ledTo }: Draft): Promise<void> {
  const led = new Map<string, string[]>();
  for (const [id, { id: other }] of ledTo) led.set(other, [...(led.get(other) ?? []), id]);
  for (const [merged_into, ids] of led) await manager.update(ContactRow, { id: In(ids) }, { merged_into });
}

/** The part's one writer at a time makes the next number nobody else's. */
async function numberProposals(manager: EntityManager, { addedProposals }: Draft): Promise<void> {
  if (addedProposals.size === 0) return;
  const last = (await manager.maximum(ProposalRow, 'seq')) ?? 0;
  for (const [place, row] of [...addedProposals].entries()) row.seq = last + place + 1;
}

async function saveMatching(manager: EntityManager, { pairs, precedences, conflicts }: Draft): Promise<void> {
  const parted = [...pairs.dropped].map(({ iso3, one, other }) => ({ iso3, one, other }));
  await dropRows(manager, PairDecisionRow, parted);
  await putRows(manager, PairDecisionRow, [...pairs.touched]);
  await putRows(manager, PrecedenceRow, [...precedences.touched]);
  await dropRows(
    manager,
    ConflictRow,
    [...conflicts.dropped].map(({ id }) => ({ id })),
  );
  // What ends first: at most one conflict of a field may be open.
  const touched = [...conflicts.touched];
  await putRows(
    manager,
    ConflictRow,
    touched.filter(({ status }) => status !== 'OPEN'),
  );
  await putRows(
    manager,
    ConflictRow,
    touched.filter(({ status }) => status === 'OPEN'),
  );
}
