import type { QueryRunner } from 'typeorm';
import { Column, Entity, type EntityManager, type MigrationInterface, PrimaryColumn, Table } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database, StorageModel } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { databases, type TestStorage } from '../support/databases.ts';

@Entity('note')
class Note {
  @PrimaryColumn('varchar')
  name!: string;
  @Column('integer')
  value!: number;
}

class CreateNotes1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'name', type: 'varchar', isPrimary: true },
      { name: 'value', type: 'integer' },
    ];
    await runner.createTable(new Table({ name: 'note', columns }));
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('note');
  }
}

const model: StorageModel = { part: 'noted', entities: [Note], migrations: [CreateNotes1700000000000] };
const put = (value: number) => (manager: EntityManager) => manager.save(Note, { name: 'it', value });

describe.each(databases)('the revision of what is stored, on $name', ({ name, make }) => {
  let storage: TestStorage;
  let database: Database;
  const opened: Database[] = [];
  const open = async () => {
    const one = await openDatabase(model, storage.location);
    opened.push(one);
    return one;
  };
  beforeEach(async () => {
    storage = await make();
    database = await open();
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await storage.drop();
  });

  it('is another one once a write is over, and stays as long as nothing is written', async () => {
    const seen = new Set([await database.revision()]);
    for (let value = 0; value < 5; value++) {
      await database.write(put(value));
      const after = await database.revision();
      expect(after).not.toBeNull();
      seen.add(after);
      expect(await database.revision()).toBe(after);
    }
    expect(seen.size).toBe(6);
  });

  it('tells of statements that no entity makes', async () => {
    const before = await database.revision();
    await database.write((manager) => manager.query(`INSERT INTO note (name, value) VALUES ('raw', 1)`));
    expect(await database.revision()).not.toBe(before);
  });

  it('stays where a transaction wrote nothing, failed, or wrote what is in no answer', async () => {
    await database.write(put(1));
    const before = await database.revision();
    await database.write((manager) => manager.find(Note));
    expect(await database.revision()).toBe(before);
    const failing = database.write(async (manager) => {
      await put(2)(manager);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await database.revision()).toBe(before);
    await database.writeUnseen(put(3));
    expect(await database.revision()).toBe(before);
  });

  it('is another one where a write joins a transaction that began as one in no answer', async () => {
    const before = await database.revision();
    await database.writeUnseen(async () => {
      await database.write(put(1));
    });
    expect(await database.revision()).not.toBe(before);
    const between = await database.revision();
    await database.write(async () => {
      await database.writeUnseen(put(2));
    });
    expect(await database.revision()).not.toBe(between);
  });

  it('never names two states: whoever reads between two equal revisions reads what stood at both', async () => {
    let over = false;
    const writing = (async () => {
      for (let value = 1; value <= 60; value++) await database.write(put(value));
      over = true;
    })();
    const told = new Map<string, number | undefined>();
    let read = 0;
    while (!over) {
      const before = await database.revision();
      const row = await database.read((manager) => manager.findOneBy(Note, { name: 'it' }));
      if (before === null || before !== (await database.revision())) continue;
      read += 1;
      if (told.has(before)) expect(row?.value).toBe(told.get(before));
      told.set(before, row?.value);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await writing;
    expect(read).toBeGreaterThan(0);
  });

  it('is another one after a restart, or the same of the same', async () => {
    await database.write(put(1));
    const before = await database.revision();
    await opened.pop()?.close();
    const again = await open();
    if (name === 'PostgreSQL') expect(await again.revision()).toBe(before);
    else expect(await again.revision()).not.toBe(before);
    await again.write(put(2));
    expect(await again.revision()).not.toBe(before);
  });

  if (name !== 'PostgreSQL') return;
  it('is another one for every process once a write is over in one', async () => {
    const other = await open();
    for (let value = 0; value < 20; value++) {
      const [writer, reader] = value % 2 === 0 ? [database, other] : [other, database];
      const before = await reader.revision();
      await writer.write(put(value));
      expect(await reader.revision()).not.toBe(before);
      expect(await reader.revision()).toBe(await writer.revision());
    }
  });

  it('does not wait for writers that have taken every connection', async () => {
    let free = () => {};
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    const writers = Array.from({ length: 12 }, () => database.write(() => held));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await database.revision()).not.toBeNull();
    free();
    await Promise.all(writers);
  });
});
