import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Column,
  Entity,
  type MigrationInterface,
  PrimaryColumn,
  type QueryRunner,
  Table,
  TableColumn,
} from 'typeorm';
import { restoreBackup } from '../../platform/backup/restore-backup.ts';
import { takeBackup } from '../../platform/backup/take-backup.ts';
import type { Database, Storage, StorageModel } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { sealedText } from '../../platform/encryption/sealed-columns.ts';
import { appendToLedger } from '../../platform/ledger/append.ts';
import type { Checkpoint } from '../../platform/ledger/checkpoint.ts';
import { ledgerSeal, sealLedger } from '../../platform/ledger/seal.ts';
import { createLedger, ledgerEntities } from '../../platform/ledger/storage.ts';
import { verifyStorage } from '../../platform/ledger/verify-storage.ts';
import { TestClock } from '../support/clock.ts';
import type { TestStorage } from '../support/databases.ts';

@Entity('note')
export class Note {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('text', { transformer: sealedText() })
  text!: string;
  @Column('varchar', { nullable: true })
  said!: string | null;
  @Column('integer')
  count!: number;
  @Column('boolean')
  done!: boolean;
}

@Entity('note')
class NewerNote extends Note {
  @Column('varchar')
  colour!: string;
}

export class CreateNotes1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'id', type: 'varchar', isPrimary: true },
      { name: 'text', type: 'text' },
      { name: 'said', type: 'varchar', isNullable: true },
      { name: 'count', type: 'integer' },
      { name: 'done', type: 'boolean' },
    ];
    await runner.createTable(new Table({ name: 'note', columns }));
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('note');
  }
}

class AddColour1700000009999 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('note', new TableColumn({ name: 'colour', type: 'varchar', default: "'white'" }));
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('note', 'colour');
  }
}

export const model: StorageModel = {
  part: 'sample',
  entities: [...ledgerEntities, Note],
  migrations: [CreateNotes1700000000001, createLedger(1700000005290)],
};

export const newerModel: StorageModel = {
  part: 'sample',
  entities: [...ledgerEntities, NewerNote],
  migrations: [...model.migrations, AddColour1700000009999],
};

/** Texts that have broken one format or another. */
const awkward = ['', 'é\u0301 – 你好 🕊', 'a\u2028b\u2029c\r\nd', '"\\" \t\u0001', 'x'.repeat(9_999)];

/** A part with notes and a ledger, which is backed up and restored. */
export class BackupWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'crosspoint-backup-'));
  readonly ledgerFolder = join(this.folder, 'ledger');
  readonly clock = new TestClock();
  readonly said: string[] = [];
  readonly #make: () => Promise<TestStorage>;
  #storages: TestStorage[] = [];
  #open: Database[] = [];

  constructor(make: () => Promise<TestStorage>) {
    this.#make = make;
  }

  async storage(): Promise<Storage> {
    const made = await this.#make();
    this.#storages.push(made);
    return made.location;
  }

  async open(storage: Storage, version = model): Promise<Database> {
    const database = await openDatabase(version, storage);
    this.#open.push(database);
    return database;
  }

  async close(database: Database): Promise<void> {
    this.#open = this.#open.filter((one) => one !== database);
    await database.close();
  }

  /** Each told to the ledger in the transaction that writes it. */
  async writes(database: Database, from: number, count: number): Promise<void> {
    for (let number = from; number < from + count; number++) {
      this.clock.advance(1000);
      await database.write(async (manager) => {
        await manager.insert(Note, {
          id: `note ${number}`,
          text: `sealed ${number}`,
          said: number % 7 === 0 ? null : (awkward[number % awkward.length] ?? ''),
          count: number - 3,
          done: number % 2 === 0,
        });
        const subjects = { note: `note ${number}` };
        await appendToLedger(manager, 'sample', this.clock, [{ kind: 'note.written', subjects }]);
      });
    }
  }

  /** All notes, by their ids. */
  notes = (database: Database): Promise<Note[]> =>
    database.read((manager) => manager.find(Note, { order: { id: 'ASC' } }));

  seal(database: Database): Promise<Checkpoint | null> {
    this.clock.advance(1000);
    return sealLedger(database, 'sample', this.clock, ledgerSeal(this.ledgerFolder));
  }

  backUp(storage: Storage, name: string) {
    return takeBackup({
      storage,
      parts: ['sample'],
      folder: join(this.folder, name),
      key: ledgerSeal(this.ledgerFolder).key,
      clock: this.clock,
      say: (line) => this.said.push(line),
    });
  }

  restore(
    storage: Storage,
    name: string,
    how: { replace?: boolean; keyIsLost?: boolean; version?: StorageModel; ledgerFolder?: string } = {},
  ) {
    this.clock.advance(1000);
    const ledgerFolder = how.ledgerFolder ?? this.ledgerFolder;
    return restoreBackup({
      folder: join(this.folder, name),
      storage,
      models: [how.version ?? model],
      seal: ledgerSeal(ledgerFolder),
      ledgerFolder,
      reason: 'The disk failed.',
      replace: how.replace ?? false,
      keyIsLost: how.keyIsLost ?? false,
      clock: this.clock,
      say: (line) => this.said.push(line),
    });
  }

  async verify(storage: Storage, given?: string, folder = this.ledgerFolder) {
    const [report] = await verifyStorage({ storage, folder, given });
    if (!report) throw new Error('There is no ledger.');
    return report;
  }

  async end(): Promise<void> {
    for (const database of this.#open) await database.close();
    for (const storage of this.#storages) await storage.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
