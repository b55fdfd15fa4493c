import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner, Table } from 'typeorm';
import type { Instant } from '../clock/clock.ts';
import { dropAppendOnly, makeAppendOnly } from './append-only.ts';

/**
 * A row of a part's ledger. Each holds the hash of the one before and is sealed by its own, so that none can be altered, taken
 * out, put in or moved without all that follow showing it. It holds ids and names of fields, never a contact detail.
 */
@Entity('ledger')
export class LedgerRow {
  /** 1, 2, 3 …, without a gap, in the order of commits. */
  @PrimaryColumn('integer')
  seq!: number;
  @Column('varchar')
  at!: Instant;
  /** What happened, as `consent.granted`. */
  @Column('varchar')
  kind!: string;
  @Column('varchar')
  actor_role!: string;
  @Column('varchar')
  actor_subject!: string;
  /** The state or directory that the actor acts for. */
  @Column('varchar', { nullable: true })
  actor_party!: string | null;
  /** On whose authority, or by which document: a consent's id, a note verbale. */
  @Column('varchar', { nullable: true })
  authority!: string | null;
  /** The state it concerns, ISO 3166-1 alpha-3. */
  @Column('varchar', { nullable: true })
  state!: string | null;
  /** What it is about: ids by name, as canonical JSON. */
  @Column('text')
  subjects!: string;
  /** What else is to be known, as canonical JSON. */
  @Column('text')
  payload!: string;
  /** The `hash` of the row before; of the first, see `beginningOf`. */
  @Column('varchar')
  previous_hash!: string;
  /** SHA-256 of all of the above and the ledger's name (see `hashOf`), in hexadecimal. */
  @Column('varchar')
  hash!: string;
}

/** A signed word that the ledger, at a time, ended with this row. */
@Entity('ledger_checkpoint')
export class LedgerCheckpointRow {
  @PrimaryColumn('integer')
  seq!: number;
  @Column('varchar')
  hash!: string;
  @Column('varchar')
  at!: Instant;
  /** The Ed25519 public key that verifies it, as 32 bytes in base64url. */
  @Column('varchar')
  public_key!: string;
  @Column('varchar')
  signature!: string;
}

/** What a part that keeps a ledger adds to its storage model. */
export const ledgerEntities = [LedgerRow, LedgerCheckpointRow] as const;

const tables = ['ledger', 'ledger_checkpoint'] as const;
const text = (name: string) => ({ name, type: 'varchar' });
const optional = (name: string) => ({ name, type: 'varchar', isNullable: true });

/**
 * The migration that makes a part's ledger. Each part gives it a timestamp of its own.
 * @param timestamp 13 digits, as in the names of other migrations
 */
export function createLedger(timestamp: number): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = `CreateLedger${timestamp}`;

    async up(runner: QueryRunner): Promise<void> {
      await runner.createTable(
        new Table({
          name: 'ledger',
          columns: [
            { name: 'seq', type: 'integer', isPrimary: true },
            text('at'),
            text('kind'),
            text('actor_role'),
            text('actor_subject'),
            optional('actor_party'),
            optional('authority'),
            optional('state'),
            { name: 'subjects', type: 'text' },
            { name: 'payload', type: 'text' },
            text('previous_hash'),
            text('hash'),
          ],
          indices: [{ name: 'ledger_by_state', columnNames: ['state', 'seq'] }],
        }),
      );
      await runner.createTable(
        new Table({
          name: 'ledger_checkpoint',
          columns: [
            { name: 'seq', type: 'integer', isPrimary: true },
            text('hash'),
            text('at'),
            text('public_key'),
            text('signature'),
          ],
        }),
      );
      for (const table of tables) await makeAppendOnly(runner, table);
    }

    async down(runner: QueryRunner): Promise<void> {
      for (const table of [...tables].reverse()) {
        await dropAppendOnly(runner, table);
        await runner.dropTable(table);
      }
    }
  };
}
