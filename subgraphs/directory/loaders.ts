import DataLoader from 'dataloader';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { Instant } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { listLoader } from '../../platform/database/list-loader.ts';
import { preparedFind } from '../../platform/database/prepared-find.ts';
import { contactsAsOf, type PastContact } from './contacts/history.ts';
import { compareContacts } from './contacts/order.ts';
import { participatingStates } from './participation/participating.ts';
import { ConsentRow } from './storage/consent-row.ts';
import { ContactRevisionRow } from './storage/contact-revision-row.ts';
import { ContactRow } from './storage/contact-row.ts';
import { CopySourceRow } from './storage/copy-source-row.ts';
import { EntryDecisionRow } from './storage/entry-decision-row.ts';
import { referencesOf } from './submissions/find.ts';

/** Reads of one request, batched: many states with their contacts and consents cost as many queries as one. */
export interface Loaders {
  readonly contactsOf: DataLoader<string, ContactRow[]>;
  /** Of an id whose contact became part of another, that other. */
  readonly contact: DataLoader<string, ContactRow | null>;
  readonly sourcesOf: DataLoader<ContactRow, CopySourceRow[]>;
  readonly historyOf: DataLoader<string, ContactRevisionRow[]>;
  /** Ended ones too, the oldest first. */
  readonly consentsOf: DataLoader<string, ConsentRow[]>;
  readonly participating: () => Promise<ReadonlySet<string>>;
  /** What the state answered about single entries. */
  readonly decisionsOf: DataLoader<string, EntryDecisionRow[]>;
  /** Of the note verbale behind a submission, which stays as it was entered. */
  readonly referenceOf: DataLoader<string, string | null>;
  /** A state's contacts as they stood at an instant. */
  readonly pastContactsOf: DataLoader<StateThen, PastContact[], string>;
  /** After a change: what was read before is read anew. */
  forget(): void;
}

const contactsOfStates = preparedFind(ContactRow, (iso3s) => ({
  where: { iso3: In(iso3s), removed_at: IsNull() },
}));

export interface StateThen {
  readonly iso3: string;
  readonly at: Instant;
}

export function createLoaders(database: Database): Loaders {
  const lists = <K, R>(
    rowsOf: (keys: readonly K[], manager: EntityManager) => Promise<R[]>,
    belongs: (row: R) => string,
    keyText: (key: K) => string,
  ) =>
    listLoader<K, R>(database, {
      rowsOf: (manager, keys) => rowsOf(keys, manager),
      belongs,
      keyText,
      cache: true,
    });
  const itself = (key: string) => key;

  let participating: Promise<ReadonlySet<string>> | undefined;
  const loaders: Loaders = {
    contactsOf: lists(
      async (iso3s, manager) => {
        const rows = await contactsOfStates(manager, iso3s);
        return rows.sort(compareContacts);
      },
      ({ iso3 }) => iso3,
      itself,
    ),
    contact: new DataLoader((ids) => database.read((manager) => contactsNow(manager, ids))),
    sourcesOf: lists(
      (contacts, manager) =>
        manager.find(CopySourceRow, {
          where: { iso3: In([...new Set(contacts.map(({ iso3 }) => iso3))]) },
          order: { directory: 'ASC', source_key: 'ASC' },
        }),
      ({ contact_id }) => contact_id,
      ({ id }) => id,
    ),
    historyOf: lists(
      (ids, manager) =>
        manager.find(ContactRevisionRow, { where: { contact_id: In([...ids]) }, order: { revision: 'ASC' } }),
      ({ contact_id }) => contact_id,
      itself,
    ),
    consentsOf: lists(
      (iso3s, manager) =>
        manager.find(ConsentRow, {
          where: { iso3: In([...iso3s]) },
          order: { granted_at: 'ASC', id: 'ASC' },
        }),
      ({ iso3 }) => iso3,
      itself,
    ),
    participating: () => {
      participating ??= database.read(participatingStates);
      return participating;
    },
    decisionsOf: lists(
      (iso3s, manager) =>
        manager.find(EntryDecisionRow, {
          where: { iso3: In([...iso3s]) },
          order: { directory: 'ASC', source_key: 'ASC' },
        }),
      ({ iso3 }) => iso3,
      itself,
    ),
    referenceOf: new DataLoader(async (ids) => {
      const found = await database.read((manager) => referencesOf(manager, ids));
      return ids.map((id) => found.get(id) ?? null);
    }),
    pastContactsOf: new DataLoader((keys) => pastContacts(database, keys), {
      cacheKeyFn: ({ iso3, at }) => `${iso3} ${at}`,
    }),
    forget: () => {
      participating = undefined;
      const { contactsOf, contact, sourcesOf, historyOf, consentsOf, decisionsOf } = loaders;
      for (const loader of [contactsOf, contact, sourcesOf, historyOf, consentsOf, decisionsOf])
        loader.clearAll();
    },
  };
  return loaders;
}

async function contactsNow(manager: EntityManager, ids: readonly string[]): Promise<(ContactRow | null)[]> {
  const rows = await manager.findBy(ContactRow, { id: In([...ids]) });
  const others = rows.flatMap(({ merged_into }) => merged_into ?? []);
  const survivors = others.length === 0 ? [] : await manager.findBy(ContactRow, { id: In(others) });
  const byId = new Map([...survivors, ...rows].map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(byId.get(id)?.merged_into ?? id);
    return row && row.removed_at === null ? row : null;
  });
}

async function pastContacts(database: Database, keys: readonly StateThen[]): Promise<PastContact[][]> {
  const found = new Map<Instant, PastContact[]>();
  for (const at of new Set(keys.map((key) => key.at))) {
    const iso3 = In(keys.filter((key) => key.at === at).map((key) => key.iso3));
    found.set(at, await database.read((manager) => contactsAsOf(manager, { iso3 }, at)));
  }
  return keys.map(({ iso3, at }) => (found.get(at) ?? []).filter((contact) => contact.iso3 === iso3));
}
