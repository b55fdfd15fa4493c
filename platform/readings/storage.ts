import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner, Table } from 'typeorm';
import type { Instant } from '../clock/clock.ts';
import type { StorageModel } from '../database/database.ts';
import { dropAppendOnly, makeAppendOnly } from '../ledger/append-only.ts';
import { createLedger, ledgerEntities } from '../ledger/storage.ts';

/**
 * Where in the ledger of readings a state's are: what was read, and by whom, stands in the ledger's rows alone.
 * Verified with them: a reading that the index hid would be found.
 */
@Entity('reading')
export class ReadingRow {
  /** Of the ledger's row. */
  @PrimaryColumn('integer')
  ledger_seq!: number;
  /** Whose contact details: ISO 3166-1 alpha-3, or `noState`. */
  @PrimaryColumn('varchar')
  state!: string;
  @Column('varchar')
  at!: Instant;
  /** How many of the row's readings are of this state. */
  @Column('integer')
  readings!: number;
}

/** Stands for the state of an entry whose participant is none. */
export const noState = 'NONE';

export class CreateReadings1700000005210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'reading',
        columns: [
          { name: 'ledger_seq', type: 'integer', isPrimary: true },
          { name: 'state', type: 'varchar', isPrimary: true },
          { name: 'at', type: 'varchar' },
          { name: 'readings', type: 'integer' },
        ],
        indices: [{ name: 'reading_by_state', columnNames: ['state', 'ledger_seq'] }],
      }),
    );
    await makeAppendOnly(runner, 'reading');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropAppendOnly(runner, 'reading');
    await runner.dropTable('reading');
  }
}

const suffix = '_readings';

/**
 * The readings of a part have a storage of their own, with a writer of their own: who reads does not wait for what the part
 * writes, however long that takes.
 */
export function readingsStorage(part: string): StorageModel {
  return {
    part: `${part}${suffix}`,
    entities: [...ledgerEntities, ReadingRow],
    migrations: [createLedger(1700000005200), CreateReadings1700000005210],
    connections: 'few',
  };
}

export const isReadingsLedger = (name: string): boolean => name.endsWith(suffix);
