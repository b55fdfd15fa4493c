import {
  Column,
  Entity,
  In,
  IsNull,
  type MigrationInterface,
  Not,
  PrimaryColumn,
  type QueryRunner,
  Table,
} from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database, StorageModel } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { preparedFind } from '../../platform/database/prepared-find.ts';
import { sealedJson, sealedText } from '../../platform/encryption/sealed-columns.ts';
import { databases, type TestStorage } from '../support/databases.ts';

@Entity('desk')
class Desk {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  iso3!: string;
  @Column('varchar', { nullable: true })
  removed_at!: string | null;
  @Column('boolean')
  open!: boolean;
  @Column('integer', { nullable: true, name: 'desk_level' })
  level!: number | null;
  @Column('text', { transformer: sealedText() })
  telephone!: string;
  @Column('text', { transformer: sealedJson(z.array(z.string())), nullable: true })
  emails!: string[] | null;
}

class CreateDesk1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'id', type: 'varchar', isPrimary: true },
      { name: 'iso3', type: 'varchar' },
      { name: 'removed_at', type: 'varchar', isNullable: true },
      { name: 'open', type: 'boolean' },
      { name: 'desk_level', type: 'integer', isNullable: true },
      { name: 'telephone', type: 'text' },
      { name: 'emails', type: 'text', isNullable: true },
    ];
    await runner.createTable(new Table({ name: 'desk', columns }));
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('desk');
  }
}

const model: StorageModel = { part: 'desks', entities: [Desk], migrations: [CreateDesk1700000000000] };

const ofStates = preparedFind(Desk, (iso3s) => ({
  where: { iso3: In(iso3s), removed_at: IsNull() },
  order: { level: 'DESC', id: 'ASC' },
}));
const removed = preparedFind(Desk, () => ({ where: [{ removed_at: Not(IsNull()) }, { open: false }] }));
const neither = preparedFind(Desk, ([one = '', other = '']) => ({
  where: { id: Not(one), iso3: Not(other), removed_at: IsNull() },
  order: { id: 'ASC' },
}));

describe.each(databases)('a prepared question, on $name', ({ make }) => {
  let storage: TestStorage;
  let database: Database;
  const desks = Array.from({ length: 24 }, (_, index) =>
    Object.assign(new Desk(), {
      id: `desk ${String(index).padStart(2, '0')}`,
      iso3: ['EST', 'LVA', "O'N"][index % 3],
      removed_at: index % 5 === 0 ? '2026-01-01' : null,
      open: index % 2 === 0,
      level: index % 4 === 0 ? null : index % 4,
      telephone: `+4416329600${index}`,
      emails: index % 3 === 0 ? null : [`desk${index}@est.example`],
    }),
  );
  beforeAll(async () => {
    storage = await make();
    database = await openDatabase(model, storage.location);
    await database.write((manager) => manager.insert(Desk, desks));
  });
  afterAll(async () => {
    await database.close();
    await storage.drop();
  });

  it.each([
    [['EST']],
    [['LVA']],
    [['EST', "O'N"]],
    [['nothing', "' OR 1=1 --"]],
    [['mark 0', 'EST', 'LVA']],
    [[]],
  ])('answers what find answers, about %j', async (iso3s) => {
    const find = () =>
      database.read((manager) =>
        manager.find(Desk, {
          where: { iso3: In(iso3s), removed_at: IsNull() },
          order: { level: 'DESC', id: 'ASC' },
        }),
      );
    for (let time = 0; time < 2; time++) {
      const found = await database.read((manager) => ofStates(manager, iso3s));
      expect(found).toEqual(await find());
      expect(found.every((desk) => desk instanceof Desk)).toBe(true);
    }
  });

  it('takes what is fixed in it as it stands, and each value in its place', async () => {
    const found = await database.read((manager) => removed(manager, []));
    expect(found.map(({ id }) => id).sort()).toEqual(
      desks.filter((desk) => desk.removed_at !== null || !desk.open).map(({ id }) => id),
    );
    const others = await database.read((manager) => neither(manager, ['desk 01', 'EST']));
    expect(others).toEqual(
      desks.filter((desk) => desk.id !== 'desk 01' && desk.iso3 !== 'EST' && desk.removed_at === null),
    );
  });

  it('sees inside a transaction what that changed, and nothing of it elsewhere', async () => {
    await database
      .write(async (manager) => {
        await manager.update(Desk, { iso3: 'LVA' }, { iso3: 'EST' });
        expect(await ofStates(manager, ['LVA'])).toEqual([]);
        throw new Error('undone');
      })
      .catch(() => undefined);
    expect(await database.read((manager) => ofStates(manager, ['LVA']))).not.toEqual([]);
  });

  it('is refused where it would not ask by a value it is given', async () => {
    const careless = preparedFind(Desk, () => ({ where: { removed_at: IsNull() } }));
    await expect((async () => database.read((manager) => careless(manager, ['EST'])))()).rejects.toThrow(
      'does not ask by every value',
    );
  });
});
