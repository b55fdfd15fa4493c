import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner, Table } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Storage, StorageModel } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { databases, type TestStorage } from '../support/databases.ts';

@Entity('tally')
class Tally {
  @PrimaryColumn('varchar')
  name!: string;
  @Column('integer')
  value!: number;
}

/** Takes its time, so that those who start meanwhile would meet it half done; and tells that it ran. */
class CreateTally1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'name', type: 'varchar', isPrimary: true },
      { name: 'value', type: 'integer' },
    ];
    await runner.createTable(new Table({ name: 'tally', columns }));
    await setTimeout(50);
    await runner.query(`INSERT INTO tally (name, value) VALUES ('a', 0)`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('tally');
  }
}

class AddOne1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [row] = await runner.query(`SELECT value FROM tally WHERE name = 'a'`);
    await setTimeout(300);
    await runner.query(`UPDATE tally SET value = ${row.value} + 1 WHERE name = 'a'`);
  }
  async down(): Promise<void> {}
}

const model: StorageModel = {
  part: 'sample_part',
  entities: [Tally],
  migrations: [CreateTally1700000000000],
};
const nextModel: StorageModel = { ...model, migrations: [...model.migrations, AddOne1700000000001] };

describe('many instances on one PostgreSQL', () => {
  let storage: TestStorage;
  let opened: Database[] = [];

  beforeEach(async () => {
    const postgres = databases.find(({ name }) => name === 'PostgreSQL');
    if (!postgres) throw new Error('There is no PostgreSQL.');
    storage = await postgres.make();
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    opened = [];
    await storage.drop();
  });

  const url = () => {
    if (storage.location.kind !== 'postgres') throw new Error('It is no PostgreSQL.');
    return storage.location.url;
  };
  const open = async (more: { poolSize?: number; url?: string } = {}, of = model): Promise<Database> => {
    const location: Storage = { kind: 'postgres', url: url(), keys: storage.location.keys, ...more };
    const database = await openDatabase(of, location);
    opened.push(database);
    return database;
  };
  async function asAdministrator<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: url() });
    await client.connect();
    return work(client).finally(() => client.end());
  }
  const sessions = () =>
    asAdministrator(async (client) => {
      const { rows } = await client.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'crosspoint sample_part'",
      );
      return rows.map(({ pid }) => pid);
    });
  const raise = (database: Database) =>
    database.write(async (manager) => {
      const row = await manager.findOneByOrFail(Tally, { name: 'a' });
      await setTimeout(1);
      await manager.update(Tally, { name: 'a' }, { value: row.value + 1 });
    });
  const value = async (database: Database | undefined) =>
    (await database?.read((manager) => manager.findOneBy(Tally, { name: 'a' })))?.value;

  it('that start at once on an empty database migrate it once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => open()));
    for (const database of all) expect(await value(database)).toBe(0);
    const run = await all[0]?.read((manager) => manager.query('SELECT name FROM migrations'));
    expect(run).toEqual([{ name: 'CreateTally1700000000000' }]);
  });

  it('write one after the other, whatever the database takes for its usual isolation', async () => {
    for (const isolation of ['read committed', 'repeatable read', 'serializable']) {
      await asAdministrator((client) =>
        client.query(
          `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''${isolation}''', current_database()); END $$`,
        ),
      );
      const instances = [await open(), await open(), await open()];
      const before = (await value(instances[0])) ?? 0;
      const writes = instances.flatMap((instance) => Array.from({ length: 20 }, () => raise(instance)));
      await Promise.all(writes);
      expect(await value(instances[1]), isolation).toBe(before + 60);
    }
  });

  it('of the version before cannot write while a newer one migrates', async () => {
    const old = await open();
    const newer = open({}, nextModel);
    await expect.poll(() => sessions().then(({ length }) => length)).toBeGreaterThan(1);
    const writes = Array.from({ length: 10 }, () => raise(old));
    await Promise.all([newer, ...writes]);
    expect(await value(old)).toBe(11);
  });

  it('keep no more connections than configured, and answer readers while many wait to write', async () => {
    const database = await open({ poolSize: 3 });
    const other = await open();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holding = other.write(() => held);
    const waiting = Array.from({ length: 20 }, () => raise(database));
    for (let round = 0; round < 3; round++)
      await Promise.all(Array.from({ length: 20 }, () => value(database)));
    expect((await sessions()).length).toBeLessThanOrEqual(3 + 4);
    release();
    await Promise.all([holding, ...waiting]);
    expect(await value(database)).toBe(20);
  });

  it('go on after the server has ended their connections', async () => {
    const database = await open();
    await raise(database);
    const broken = database.write(async (manager) => {
      await manager.update(Tally, { name: 'a' }, { value: 99 });
      const pids = await sessions();
      await asAdministrator((client) =>
        client.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [pids]),
      );
      await setTimeout(100);
      await manager.update(Tally, { name: 'a' }, { value: 100 });
    });
    await expect(broken).rejects.toThrow();
    expect(await value(database)).toBe(1);
    await raise(database);
    expect(await value(database)).toBe(2);
  });

  it('whose machine is gone hold nobody up for longer than a minute', async () => {
    const database = await open();
    const [row] = await database.read((manager) => manager.query('SHOW idle_in_transaction_session_timeout'));
    expect(row).toEqual({ idle_in_transaction_session_timeout: '1min' });
  });

  it('end what is under way before they close', async () => {
    const database = await open();
    const writes = Array.from({ length: 5 }, () => raise(database));
    opened = [];
    await database.close();
    await Promise.all(writes);
    expect(await value(await open())).toBe(5);
  });

  it('take settings of the session from the URL beside their own', async () => {
    const given = new URL(url());
    given.searchParams.set('options', '-c statement_timeout=4321');
    given.searchParams.set('application_name', 'something else');
    const database = await open({ url: given.href });
    const [timeout] = await database.read((manager) => manager.query('SHOW statement_timeout'));
    expect(timeout).toEqual({ statement_timeout: '4321ms' });
    expect(await value(database)).toBe(0);
    expect(await sessions()).not.toEqual([]);
  });
});
