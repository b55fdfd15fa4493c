import { type EntityManager, In, IsNull } from 'typeorm';
import type { Draft } from '../population/draft.ts';
import type { StoredStates } from '../population/draft-terms.ts';
import { ContactRevisionRow } from './contact-revision-row.ts';
import { ContactRow } from './contact-row.ts';
import { CopySourceRow } from './copy-source-row.ts';
import { raiseRevision } from './directory-revision.ts';
import { ProposalRow } from './proposal-row.ts';

/** Reads all a draft needs of some states, in three queries. */
export async function loadStates(manager: EntityManager, iso3s: readonly string[]): Promise<StoredStates> {
  if (iso3s.length === 0) return { contacts: [], sources: [], proposals: [] };
  const iso3 = In([...iso3s]);
  return {
    contacts: await manager.findBy(ContactRow, { iso3, removed_at: IsNull() }),
    sources: await manager.findBy(CopySourceRow, { iso3 }),
    proposals: await manager.findBy(ProposalRow, { iso3, status: 'WAITING' }),
  };
}

const rowsAtOnce = 200;

/** Saves a draft, whole. Only in a transaction; raises the directory's revision where anybody can see a difference. */
export async function saveDraft(manager: EntityManager, draft: Draft): Promise<void> {
  const chunk = { chunk: rowsAtOnce };
  await manager.save(ContactRow, [...draft.touchedContacts], chunk);
  await manager.save(ContactRevisionRow, draft.revisions, chunk);
  for (const { iso3, directory, source_key } of draft.droppedSources.values()) {
    await manager.delete(CopySourceRow, { iso3, directory, source_key });
  }
  await manager.save(CopySourceRow, [...draft.touchedSources], chunk);
  // What ends first: at most one proposal of an entry may wait.
  const proposals = [...draft.touchedProposals];
  const ended = proposals.filter(({ status }) => status !== 'WAITING');
  await manager.save(ProposalRow, ended, chunk);
  await manager.save(
    ProposalRow,
    proposals.filter((row) => !ended.includes(row)),
    chunk,
  );
  if (draft.visible) await raiseRevision(manager);
}
