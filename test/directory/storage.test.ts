import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { memberStates } from '../../platform/states/states.ts';
import { createLoaders } from '../../subgraphs/directory/loaders.ts';
import { ConsentRow } from '../../subgraphs/directory/storage/consent-row.ts';
import { ContactRow } from '../../subgraphs/directory/storage/contact-row.ts';
import { CreateDirectory1700000001000 } from '../../subgraphs/directory/storage/create-directory.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { databases, type TestStorage } from '../support/databases.ts';

const at = '2026-03-01T09:00:00.000Z';
const consent = (id: string, status: ConsentRow['status']): ConsentRow => ({
  id,
  iso3: 'EST',
  directory: 'OSCE',
  mode: 'AUTOMATIC',
  functions: ['LEGAL'],
  fields: null,
  levels: [],
  valid_until: null,
  instrument: null,
  granted_at: at,
  granted_by: 'authority of EST',
  feed_position: 0,
  status,
  ended_at: null,
  ended_by: null,
  end_reason: null,
  copies: null,
  replaced_by: null,
});
const contact = (iso3: string): ContactRow => ({
  id: `contact of ${iso3}`,
  iso3,
  content: {
    function: 'LEGAL',
    level: null,
    kind: 'OFFICE',
    name: null,
    title: null,
    entity: 'Office of Examples',
    webPage: null,
    emails: ['office@example.org'],
    phones: [],
    languages: [],
  },
  provenance: [],
  direct: {},
  kept_from: [],
  former_ids: [],
  merged_into: null,
  revision: 1,
  created_at: at,
  updated_at: at,
  removed_at: null,
});

describe.each(databases)("the directory's storage on $name", ({ make }) => {
  let storage: TestStorage;
  let database: Database;
  beforeEach(async () => {
    storage = await make();
    database = await openDatabase(directoryStorage, storage.location);
  });
  afterEach(async () => {
    await database.close();
    await storage.drop();
  });

  it('gives back what it was given', async () => {
    await database.write(async (manager) => {
      await manager.save(ConsentRow, consent('a', 'ACTIVE'));
      await manager.save(ContactRow, contact('EST'));
    });
    const rows = await database.read(async (manager) => [
      { ...(await manager.findOneByOrFail(ConsentRow, { id: 'a' })) },
      { ...(await manager.findOneByOrFail(ContactRow, { iso3: 'EST' })) },
    ]);
    expect(rows).toEqual([consent('a', 'ACTIVE'), contact('EST')]);
  });

  it('holds no two consents in force for one state and directory', async () => {
    await database.write((manager) => manager.save(ConsentRow, consent('a', 'ACTIVE')));
    await database.write((manager) => manager.save(ConsentRow, consent('b', 'WITHDRAWN')));
    await expect(
      database.write((manager) => manager.save(ConsentRow, consent('c', 'ACTIVE'))),
    ).rejects.toThrow();
  });

  it('migrates down and up again, also with rows in it', async () => {
    await database.write((manager) => manager.save(ContactRow, contact('EST')));
    const migration = new CreateDirectory1700000001000();
    await database.write(async (manager) => {
      if (!manager.queryRunner) throw new Error('no transaction');
      await migration.down(manager.queryRunner);
      await migration.up(manager.queryRunner);
    });
    expect(await database.read((manager) => manager.count(ContactRow))).toBe(0);
  });

  it('reads all states with contacts, sources, history and consents in as many queries as one state', async () => {
    await database.write((manager) =>
      manager.save(
        ContactRow,
        memberStates.map(({ iso3 }) => contact(iso3)),
      ),
    );
    const readsFor = async (iso3s: readonly string[]) => {
      let reads = 0;
      const counted: Database = {
        ...database,
        read: (work) => {
          reads += 1;
          return database.read(work);
        },
      };
      const loaders = createLoaders(counted);
      const found = await Promise.all(
        iso3s.map(async (iso3) => {
          const contacts = await loaders.contactsOf.load(iso3);
          await Promise.all([
            ...contacts.map((row) => loaders.sourcesOf.load(row)),
            ...contacts.map(({ id }) => loaders.historyOf.load(id)),
            loaders.consentsOf.load(iso3),
          ]);
          return contacts;
        }),
      );
      expect(found.flat()).toHaveLength(iso3s.length);
      return reads;
    };
    const one = await readsFor(['EST']);
    expect(await readsFor(memberStates.map(({ iso3 }) => iso3))).toBe(one);
  });
});
