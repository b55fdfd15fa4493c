import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock/clock.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { createLog } from '../../platform/log/log.ts';
import { firstCustodian } from '../../subgraphs/identity/schema.ts';
import { AccountRow } from '../../subgraphs/identity/storage/account-row.ts';
import { identityStorage } from '../../subgraphs/identity/storage/model.ts';
import { databases, type TestStorage } from '../support/databases.ts';

describe.each(databases)('what the identity part keeps, on $name', ({ make }) => {
  let storage: TestStorage;
  beforeEach(async () => {
    storage = await make();
  });
  afterEach(() => storage.drop());

  const invite = (email: string) =>
    firstCustodian(
      {
        storage: storage.location,
        clock: systemClock,
        log: createLog('silent'),
        publicUrl: 'https://crosspoint.example',
      },
      { name: 'First Person', email, language: 'FR' },
    );

  it('begins with an invitation from whoever holds the storage; the newest alone works', async () => {
    expect((await invite('one@un.example')).link).toMatch(
      /^https:\/\/crosspoint\.example\/oidc\/invitation\/[\w-]{43}$/,
    );
    await invite('one@un.example');
    const database = await openDatabase(identityStorage, storage.location);
    const accounts = await database.read((manager) =>
      manager.find(AccountRow, { order: { created_at: 'ASC' } }),
    );
    expect(accounts.map(({ status, role, email }) => [status, role, email])).toEqual([
      ['ENDED', 'CUSTODIAN', 'one@un.example'],
      ['INVITED', 'CUSTODIAN', 'one@un.example'],
    ]);
    // Once one has accepted, custodians invite each other.
    await database.write((manager) =>
      manager.update(AccountRow, { status: 'INVITED' }, { status: 'ACTIVE' }),
    );
    await database.close();
    await expect(invite('two@un.example')).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('can be taken back and made again', async () => {
    await invite('one@un.example');
    const { location } = storage;
    const models = {
      entities: [...identityStorage.entities],
      migrations: [...identityStorage.migrations],
    };
    const source = new DataSource(
      location.kind === 'sqlite'
        ? { type: 'better-sqlite3', database: join(location.folder, 'identity.sqlite'), ...models }
        : {
            type: 'postgres',
            url: location.url,
            schema: 'identity',
            extra: { options: '-c search_path=identity' },
            ...models,
          },
    );
    await source.initialize();
    for (const _migration of identityStorage.migrations) await source.undoLastMigration();
    await source.destroy();
    const database = await openDatabase(identityStorage, location);
    expect(await database.read((manager) => manager.count(AccountRow))).toBe(0);
    await database.close();
  });
});
