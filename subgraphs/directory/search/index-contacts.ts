import { type EntityManager, In } from 'typeorm';
import { addRows } from '../../../platform/database/rows.ts';
import { tokensOf } from '../../../platform/search/tokens.ts';
import { wordsVersion } from '../../../platform/search/words.ts';
import type { Draft } from '../population/draft.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactIndexedRow, ContactWordRow } from '../storage/search-rows.ts';
import { searchedFields, searchedTexts } from './searched-texts.ts';

/** The same word of two states is two tokens: who has the index alone cannot count words over the directory. */
export const tokenIn = (iso3: string, token: string): string => `${iso3} ${token}`;

/** Brings the index in line with what a draft changes. Only in the transaction that saves the draft. */
export async function indexDraft(manager: EntityManager, draft: Draft): Promise<void> {
  const changed = draft.revisions
    .filter(({ changes }) => changes.some(({ field }) => searchedFields.includes(field)))
    .flatMap(({ contact_id }) => draft.contact(contact_id) ?? []);
  await indexContacts(manager, [...new Set(changed)]);
}

/** Makes the words of some contacts anew; those of one that is gone go. Only in a transaction that writes. */
export async function indexContacts(manager: EntityManager, contacts: readonly ContactRow[]): Promise<void> {
  if (contacts.length === 0) return;
  const which = { contact_id: In(contacts.map(({ id }) => id)) };
  await manager.delete(ContactWordRow, which);
  await manager.delete(ContactIndexedRow, which);
  const there = contacts.filter(({ removed_at }) => removed_at === null);
  const rows = there.flatMap(({ id, iso3, content }) => {
    const tokens = tokensOf(searchedTexts(content).flatMap(({ words }) => words));
    return [...tokens].map((token) => ({ contact_id: id, token: tokenIn(iso3, token) }));
  });
  await addRows(manager, ContactWordRow, rows);
  const indexed = there.map(({ id, iso3 }) => ({ contact_id: id, iso3, made_by: wordsVersion }));
  await addRows(manager, ContactIndexedRow, indexed);
}
