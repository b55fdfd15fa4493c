import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner, Table } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database, StorageModel } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { databases, type TestStorage } from '../support/databases.ts';

@Entity('tally')
class Tally {
  @PrimaryColumn('varchar')
  name!: string;
  @Column('integer')
  value!: number;
}

class CreateTally1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'name', type: 'varchar', isPrimary: true },
      { name: 'value', type: 'integer' },
    ];
    await runner.createTable(new Table({ name: 'tally', columns }));
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('tally');
  }
}

const model: StorageModel = {
  part: 'sample_part',
  entities: [Tally],
  migrations: [CreateTally1700000000000],
};

describe.each(databases)('storage on $name', ({ make }) => {
  let storage: TestStorage;
  let database: Database;

  beforeEach(async () => {
    storage = await make();
    database = await openDatabase(model, storage.location);
    await database.write((manager) => manager.insert(Tally, { name: 'a', value: 0 }));
  });
  afterEach(async () => {
    await database.close();
    await storage.drop();
  });

  const readValue = async (name: string) =>
    (await database.read((manager) => manager.findOneBy(Tally, { name })))?.value ?? null;

  it('loses no update of fifty at once that each read, wait and write', async () => {
    await Promise.all(
      Array.from({ length: 50 }, () =>
        database.write(async (manager) => {
          const row = await manager.findOneByOrFail(Tally, { name: 'a' });
          await new Promise((resolve) => setTimeout(resolve, 1));
          await manager.update(Tally, { name: 'a' }, { value: row.value + 1 });
        }),
      ),
    );
    expect(await readValue('a')).toBe(50);
  });

  it('takes back everything of a transaction that fails, and nothing of the others', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        database.write(async (manager) => {
          await manager.insert(Tally, { name: `row ${index}`, value: index });
          if (index % 2) throw new Error('changed its mind');
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    expect(await database.read((manager) => manager.count(Tally))).toBe(11);
  });

  it('joins a write inside a write, and lets a read inside it see what it wrote', async () => {
    await database.write(async () => {
      await database.write((manager) => manager.update(Tally, { name: 'a' }, { value: 7 }));
      expect(await readValue('a')).toBe(7);
    });
    await expect(
      database.write(async () => {
        await database.write((manager) => manager.update(Tally, { name: 'a' }, { value: 8 }));
        throw new Error('changed its mind');
      }),
    ).rejects.toThrow('changed its mind');
    expect(await readValue('a')).toBe(7);
  });

  it('shows a reader nothing that is not committed', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let wrote = () => {};
    const written = new Promise<void>((resolve) => {
      wrote = resolve;
    });
    const transaction = database.write(async (manager) => {
      await manager.update(Tally, { name: 'a' }, { value: 99 });
      wrote();
      await held;
    });
    await written;
    expect(await readValue('a')).toBe(0);
    release();
    await transaction;
    expect(await readValue('a')).toBe(99);
  });

  it('opens again what it closed, with what was written', async () => {
    await database.write((manager) => manager.update(Tally, { name: 'a' }, { value: 5 }));
    await database.close();
    database = await openDatabase(model, storage.location);
    expect(await readValue('a')).toBe(5);
  });
});

describe('SQLite', () => {
  it('refuses a second process on the same files, with a way out', async () => {
    const storage = await databases[0]?.make();
    if (!storage) throw new Error('no SQLite');
    const database = await openDatabase(model, storage.location);
    await expect(openDatabase(model, storage.location)).rejects.toThrow(/DATA_DIR.*DATABASE_URL/);
    await database.close();
    await storage.drop();
  });
});
