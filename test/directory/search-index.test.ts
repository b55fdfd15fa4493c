import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import type { KeyRing } from '../../platform/encryption/key-ring.ts';
import { candidates } from '../../subgraphs/directory/search/candidates.ts';
import { rebuildIndex } from '../../subgraphs/directory/search/rebuild.ts';
import { wantedWords } from '../../subgraphs/directory/search/wanted.ts';
import { AddSearch1700000006200 } from '../../subgraphs/directory/storage/add-search.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { ContactIndexedRow, ContactWordRow } from '../../subgraphs/directory/storage/search-rows.ts';
import { databases } from '../support/databases.ts';
import { ringOf, testKeys } from '../support/encryption-keys.ts';
import { Search } from '../support/search.ts';
import { storedBytes } from '../support/stored-bytes.ts';
import { authority, custodian, DirectoryWorld } from './directory-world.ts';
import { mutations } from './state-acts.ts';

const names = ['Tiina Torrelupp', 'Leemet Lumememm', 'Kadri Kuusekännu', 'Евгений Ладыгин'];

describe.each(databases)('the index of words on $name', ({ make }) => {
  let world: DirectoryWorld;

  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    for (const state of ['EST', 'FIN'])
      for (const name of names)
        await world.ask(authority(state), mutations.create, {
          state,
          input: {
            function: 'LEGAL',
            kind: 'PERSON',
            name,
            entity: 'Torrelupp Institute',
            emails: ['a@cert.example'],
          },
        });
  });
  afterEach(() => world.stop());

  const Found = z.object({ searchContacts: z.object({ totalCount: z.number() }) });
  const howMany = async (text: string) => {
    const query = 'query ($text: String!) { searchContacts(text: $text) { totalCount } }';
    return (await world.get(custodian, query, Found, { text })).searchContacts.totalCount;
  };
  /** Works on the directory's storage while nobody else does, under these keys. */
  const inStorage = async <T>(keys: KeyRing, work: (database: Database) => Promise<T>): Promise<T> => {
    let result: { readonly value: T } | undefined;
    await world.restart(async () => {
      const database = await openDatabase(directoryStorage, { ...world.storage.location, keys });
      result = { value: await work(database) };
      await database.close();
      // The world goes on under its own key.
      const own = await openDatabase(directoryStorage, {
        ...world.storage.location,
        keys: ringOf('test', 'new'),
      });
      await own.sealing.reseal(running());
      await own.close();
    });
    if (!result) throw new Error('The storage was not opened.');
    return result.value;
  };
  const running = () => new AbortController().signal;
  const wordsOf = (database: Database) =>
    database.read(async (manager) => (await manager.find(ContactWordRow)).map(({ token }) => token).sort());

  it('tells of nobody, and not even that two states use the same word', async () => {
    const search = new Search([
      ...names,
      ...names.flatMap((name) => name.split(' ')),
      'torrelupp',
      'torr',
      'institute',
    ]);
    expect(search.in(await storedBytes(world.storage.location))).toEqual([]);
    await inStorage(testKeys, (database) =>
      database.read(async (manager) => {
        const indexed = await manager.find(ContactIndexedRow);
        expect(indexed).toHaveLength(2 * names.length);
        const stateOf = new Map(indexed.map(({ contact_id, iso3 }) => [contact_id, iso3]));
        const words = await manager.find(ContactWordRow);
        const states = (token: string) =>
          new Set(
            words.filter((one) => one.token === token).map(({ contact_id }) => stateOf.get(contact_id)),
          );
        expect(words.every(({ token }) => /^[\w-]{16}$/.test(token) && states(token).size === 1)).toBe(true);
      }),
    );
  });

  it('is made anew under a new key, finds all meanwhile, and holds nothing that the old one opens', async () => {
    const before = await inStorage(testKeys, wordsOf);
    await inStorage(ringOf('new', 'test'), async (database) => {
      const found = () =>
        database.read((manager) => candidates(manager, database.sealing, wantedWords('torrelupp'), null));
      await database.sealing.reseal(running());
      expect(await found()).toHaveLength(2 * names.length);
      expect(await rebuildIndex(database, running())).toBe(2 * names.length);
      expect(await rebuildIndex(database, running())).toBe(0);
      expect(await found()).toHaveLength(2 * names.length);
      const after = await wordsOf(database);
      expect(after).toHaveLength(before.length);
      expect(after.filter((token) => before.includes(token))).toEqual([]);
    });
  });

  it('is complete again however it was broken off, and finds what it can meanwhile', async () => {
    const lost = await inStorage(testKeys, async (database) => {
      await database.write(async (manager) => {
        const some = (await manager.find(ContactIndexedRow)).slice(0, 3);
        for (const { contact_id } of some) {
          await manager.delete(ContactIndexedRow, { contact_id });
          await manager.delete(ContactWordRow, { contact_id });
        }
      });
      return wordsOf(database);
    });
    expect(await howMany('torrelupp')).toBe(2 * names.length - 3);
    const stopped = new AbortController();
    stopped.abort();
    const [none, all, whole] = await inStorage(testKeys, async (database) => [
      await rebuildIndex(database, stopped.signal),
      // Two at once, as two instances would.
      (await Promise.all([rebuildIndex(database, running()), rebuildIndex(database, running())])).reduce(
        (a, b) => a + b,
      ),
      (await wordsOf(database)).length,
    ]);
    expect([none, all]).toEqual([0, 3]);
    expect(whole).toBeGreaterThan(lost.length);
    expect(await howMany('torrelupp')).toBe(2 * names.length);
    expect(await howMany('ladygin')).toBe(2);
  });

  it('is made of the contacts that were there before there was one', async () => {
    const migration = new AddSearch1700000006200();
    await inStorage(testKeys, (database) =>
      database.write(async ({ queryRunner }) => {
        if (!queryRunner) throw new Error('no transaction');
        await migration.down(queryRunner);
        await migration.up(queryRunner);
      }),
    );
    expect(await howMany('ladygin')).toBe(0);
    await inStorage(testKeys, (database) => rebuildIndex(database, running()));
    expect(await howMany('ladygin')).toBe(2);
  });

  it('is made anew where its rules were others', async () => {
    await inStorage(testKeys, (database) =>
      database.write(async (manager) => {
        await manager
          .createQueryBuilder()
          .update(ContactIndexedRow)
          .set({ made_by: 'other rules' })
          .execute();
        await manager.createQueryBuilder().delete().from(ContactWordRow).execute();
      }),
    );
    expect(await howMany('ladygin')).toBe(0);
    await inStorage(testKeys, (database) => rebuildIndex(database, running()));
    expect(await howMany('ladygin')).toBe(2);
  });
});
