import type { EntityManager } from 'typeorm';
import type { Sealing } from '../../../platform/encryption/sealing.ts';
import { tokensFor } from '../../../platform/search/tokens.ts';
import type { SearchWord } from '../../../platform/search/words.ts';
import { ContactIndexedRow, ContactWordRow } from '../storage/search-rows.ts';
import { tokenIn } from './index-contacts.ts';

/** Both databases take more parameters in one statement. */
const tokensAtOnce = 5000;

/**
 * The ids of contacts that may have all these words: every one that has them, and some that do not.
 * @param iso3 null: of all states
 */
export async function candidates(
  manager: EntityManager,
  sealing: Sealing,
  wanted: readonly SearchWord[],
  iso3: string | null,
): Promise<string[]> {
  const lists = wanted.map(tokensFor).filter(({ length }) => length > 0);
  const tokens = [...new Set(lists.flat(2))];
  const states = iso3 === null ? await indexedStates(manager) : [iso3];
  const meant = new Map<string, string>();
  for (const state of states)
    for (const token of tokens)
      for (const digest of sealing.tokens(ContactWordRow, 'token', tokenIn(state, token)))
        meant.set(digest, token);
  const found = new Map<string, Set<string>>();
  const digests = [...meant.keys()];
  for (let from = 0; from < digests.length; from += tokensAtOnce) {
    const rows = await manager
      .createQueryBuilder(ContactWordRow, 'word')
      .select('word.contact_id', 'id')
      .addSelect('word.token', 'token')
      .where('word.token IN (:...digests)', { digests: digests.slice(from, from + tokensAtOnce) })
      .getRawMany<{ id: string; token: string }>();
    for (const { id, token } of rows) {
      const has = found.get(id) ?? new Set();
      found.set(id, has.add(meant.get(token) ?? ''));
    }
  }
  return [...found]
    .filter(([, has]) => lists.every((list) => list.some((each) => each.every((token) => has.has(token)))))
    .map(([id]) => id);
}

async function indexedStates(manager: EntityManager): Promise<string[]> {
  const rows = await manager
    .createQueryBuilder(ContactIndexedRow, 'indexed')
    .select('indexed.iso3', 'iso3')
    .distinct()
    .getRawMany<{ iso3: string }>();
  return rows.map(({ iso3 }) => iso3);
}
