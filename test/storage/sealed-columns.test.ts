import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner, Table } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database, StorageModel } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { resealInBackground, valuesUnderOldKeys } from '../../platform/encryption/reseal.ts';
import { keyedIndex, sealedJson, sealedText } from '../../platform/encryption/sealed-columns.ts';
import { openColumns, sealColumns } from '../../platform/encryption/sealing-migration.ts';
import { createLog } from '../../platform/log/log.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { ringOf } from '../support/encryption-keys.ts';

const lowerCase = (text: string) => text.toLowerCase();

@Entity('person')
class Person {
  @PrimaryColumn('varchar')
  country!: string;
  @PrimaryColumn('integer')
  number!: number;
  @Column('text', { nullable: true, transformer: sealedText() })
  email!: string | null;
  @Column('varchar', { nullable: true, transformer: keyedIndex('email', lowerCase) })
  email_index!: string | null;
  @Column('text', { transformer: sealedJson(z.object({ name: z.string(), phones: z.array(z.string()) })) })
  details!: { name: string; phones: string[] };
}

/** The same table as it was stored before it was sealed. */
@Entity('person')
class ClearPerson {
  @PrimaryColumn('varchar')
  country!: string;
  @PrimaryColumn('integer')
  number!: number;
  @Column('text', { nullable: true })
  email!: string | null;
  @Column('text')
  details!: string;
}

class CreatePerson1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'country', type: 'varchar', isPrimary: true },
      { name: 'number', type: 'integer', isPrimary: true },
      { name: 'email', type: 'text', isNullable: true },
      { name: 'email_index', type: 'varchar', isNullable: true },
      { name: 'details', type: 'text' },
    ];
    await runner.createTable(new Table({ name: 'person', columns }));
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('person');
  }
}

const person = [{ table: 'person', keys: ['country', 'number'], columns: ['email', 'details'] }];
class SealPerson1700000000001 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return sealColumns(runner, person);
  }
  down(runner: QueryRunner): Promise<void> {
    return openColumns(runner, person);
  }
}

const model: StorageModel = {
  part: 'people',
  entities: [Person],
  migrations: [CreatePerson1700000000000, SealPerson1700000000001],
};
const before: StorageModel = {
  part: 'people',
  entities: [ClearPerson],
  migrations: [CreatePerson1700000000000],
};

/** Long enough not to stand in a ciphertext by chance. */
const inClear = /Maasikas|example\.org|\+372/;

const log = createLog('silent');
const row = (number: number) => ({
  country: number % 2 ? 'EST' : 'FIN',
  number,
  email: `Person.${number}@example.org`,
  email_index: `Person.${number}@example.org`,
  details: { name: `Mari Maasikas ${number}`, phones: [`+37255500${number}`] },
});

/** All that a thief of the files has. */
function bytesOf({ location }: TestStorage): string {
  if (location.kind !== 'sqlite') return '';
  const files = readdirSync(location.folder).map((name) => join(location.folder, name));
  return files
    .filter(existsSync)
    .map((file) => readFileSync(file, 'latin1'))
    .join('');
}

describe.each(databases)('sealed columns on $name', ({ make }) => {
  let storage: TestStorage;
  let database: Database;
  const open = (...keys: [string, ...string[]]) =>
    openDatabase(model, { ...storage.location, keys: ringOf(...keys) });
  const raw = (opened = database) => opened.read((manager) => manager.query('SELECT * FROM person'));
  const insert = (count: number, from = 0) =>
    database.write((manager) =>
      manager.insert(
        Person,
        Array.from({ length: count }, (_, index) => row(from + index)),
      ),
    );
  const find = (email: string) =>
    database.read((manager) =>
      manager.findOneBy(Person, { email_index: database.sealing.by(Person, 'email_index', email) }),
    );

  beforeEach(async () => {
    storage = await make();
    database = await open('one');
  });
  afterEach(async () => {
    await database.close();
    await storage.drop();
  });

  it('are read as they were written, by every way of writing, and nothing of them stands in clear', async () => {
    await insert(2);
    await database.write(async (manager) => {
      await manager.upsert(Person, row(2), ['country', 'number']);
      await manager.update(Person, { number: 0 }, { email: null, email_index: null });
      const loaded = await manager.findOneByOrFail(Person, { number: 1 });
      loaded.details.phones = ['+37255509999'];
      await manager.save(loaded);
    });
    const rows = await database.read((manager) => manager.find(Person, { order: { number: 'ASC' } }));
    expect(rows.map(({ email, details }) => [email, details.phones])).toEqual([
      [null, ['+372555000']],
      ['Person.1@example.org', ['+37255509999']],
      ['Person.2@example.org', ['+372555002']],
    ]);
    expect(JSON.stringify(await raw())).not.toMatch(inClear);
    expect(bytesOf(storage)).not.toMatch(inClear);
  });

  it('are found by their keyed index, also after they were saved again', async () => {
    await insert(5);
    expect(await find('PERSON.3@EXAMPLE.ORG')).toMatchObject({ number: 3 });
    await database.write(async (manager) =>
      manager.save(await manager.findOneByOrFail(Person, { number: 3 })),
    );
    expect(await find('person.3@example.org')).toMatchObject({ number: 3 });
    expect(await find('person.9@example.org')).toBeNull();
  });

  it('moved from one column to another, or altered, are refused with the place and without the value', async () => {
    await insert(1);
    await database.write((manager) => manager.query('UPDATE person SET email = details'));
    await expect(database.read((manager) => manager.find(Person))).rejects.toThrow(/people\.person\.email/);
  });

  it('cannot be opened without their key: the start is refused and names it', async () => {
    await insert(1);
    await database.close();
    await expect(open('two')).rejects.toThrow(
      new RegExp(`person\\.email.*${ringOf('one').current.id}.*ENCRYPTION_KEYS`),
    );
    database = await open('two', 'one');
    expect(await find('person.0@example.org')).toMatchObject({ email: 'Person.0@example.org' });
  });

  it('are sealed anew under a new first key while others write; then the old key may go', async () => {
    await insert(450);
    await database.close();
    database = await open('two', 'one');
    expect(await valuesUnderOldKeys(database)).toBe(3 * 450);
    const background = resealInBackground(database, 'people', log);
    await insert(20, 1000);
    await database.write((manager) => manager.update(Person, { number: 7 }, { email: 'new@example.org' }));
    while ((await valuesUnderOldKeys(database)) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await background.stop();
    await database.close();
    database = await open('two');
    expect(await database.read((manager) => manager.count(Person))).toBe(470);
    expect(await find('person.449@example.org')).toMatchObject({ details: row(449).details });
    expect((await find('person.7@example.org'))?.email).toBe('new@example.org');
  });

  it('stopped while they are sealed anew, lose nothing and are done after the next start', async () => {
    await insert(450);
    await database.close();
    database = await open('two', 'one');
    const stopping = new AbortController();
    const wrote = database.sealing.reseal(stopping.signal);
    await new Promise((resolve) => setImmediate(resolve));
    stopping.abort();
    expect(await wrote).toBeLessThan(450);
    await database.close();
    database = await open('two', 'one');
    expect(await valuesUnderOldKeys(database)).toBeGreaterThan(0);
    expect(await find('person.400@example.org')).toMatchObject({ number: 400 });
    await database.sealing.reseal(new AbortController().signal);
    await database.close();
    database = await open('two');
    const rows = await database.read((manager) => manager.find(Person, { order: { number: 'ASC' } }));
    expect(rows.map(({ details }) => details)).toEqual(
      Array.from({ length: 450 }, (_, index) => row(index).details),
    );
  });
});

describe.each(databases)('a database on $name from before its columns were sealed', ({ make }) => {
  it('opens, keeps its data, and the clear text is gone; and back', async () => {
    const storage = await make();
    const old = await openDatabase(before, storage.location);
    const clear = (number: number) => ({ ...row(number), details: JSON.stringify(row(number).details) });
    await old.write(async (manager) => {
      for (let number = 0; number < 450; number++) await manager.insert(ClearPerson, clear(number));
      await manager.delete(ClearPerson, { number: 449 });
    });
    await old.close();
    if (storage.location.kind === 'sqlite') expect(bytesOf(storage)).toMatch(inClear);

    const database = await openDatabase(model, storage.location);
    const rows = await database.read((manager) => manager.find(Person, { order: { number: 'ASC' } }));
    expect(rows.map(({ email, details }) => ({ email, details }))).toEqual(
      Array.from({ length: 449 }, (_, number) => ({
        email: row(number).email,
        details: row(number).details,
      })),
    );
    expect(bytesOf(storage)).not.toMatch(inClear);
    const rawRows = await database.read((manager) => manager.query('SELECT * FROM person'));
    expect(JSON.stringify(rawRows)).not.toMatch(inClear);

    await database.write(async ({ queryRunner, ...manager }) => {
      if (!queryRunner) throw new Error('not in a transaction');
      await new SealPerson1700000000001().down(queryRunner);
      const [first] = await queryRunner.query('SELECT email, details FROM person WHERE number = 17');
      expect(first).toEqual({ email: row(17).email, details: JSON.stringify(row(17).details) });
      await new SealPerson1700000000001().up(queryRunner);
      return manager;
    });
    expect(await database.read((manager) => manager.findOneBy(Person, { number: 17 }))).toMatchObject({
      email: row(17).email,
    });
    await database.close();
    await storage.drop();
  });

  it('in which clear text was put since is refused, with its place', async () => {
    const storage = await make();
    const database = await openDatabase(model, storage.location);
    await database.write((manager) => manager.insert(Person, row(1)));
    await database.write((manager) => manager.query(`UPDATE person SET email = 'forged@example.org'`));
    await database.close();
    await expect(openDatabase(model, storage.location)).rejects.toThrow(/person\.email.*not sealed/);
    await storage.drop();
  });
});
