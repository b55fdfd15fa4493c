import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';
import { OutboxEventRow, OutboxMessageRow, OutboxRelayRow } from './rows.ts';

/** What a part that sends messages adds to its storage model. */
export const outboxEntities = [OutboxEventRow, OutboxMessageRow, OutboxRelayRow] as const;

const key = (name: string): TableColumnOptions => ({ name, type: 'varchar', isPrimary: true });
const varchar = (name: string): TableColumnOptions => ({ name, type: 'varchar' });
const optional = (name: string): TableColumnOptions => ({ name, type: 'varchar', isNullable: true });
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const optionalText = (name: string): TableColumnOptions => ({ name, type: 'text', isNullable: true });

const tables = [
  () =>
    new Table({
      name: 'outbox_event',
      columns: [
        key('event'),
        integer('ordinal'),
        varchar('template'),
        optional('state'),
        text('recipient'),
        optionalText('content'),
        varchar('status'),
        varchar('created_at'),
        optional('expires_at'),
        optional('next_attempt_at'),
      ],
      indices: [
        { name: 'outbox_event_ordinal', columnNames: ['ordinal'], isUnique: true },
        { name: 'outbox_event_due', columnNames: ['status', 'next_attempt_at'] },
      ],
    }),
  () =>
    new Table({
      name: 'outbox_message',
      columns: [
        key('id'),
        varchar('event'),
        integer('ordinal'),
        varchar('template'),
        optional('state'),
        optional('subject'),
        varchar('status'),
        integer('attempts'),
        varchar('created_at'),
        optional('expires_at'),
        optional('next_attempt_at'),
        optional('lease_owner'),
        optional('lease_until'),
        optional('last_attempt_at'),
        optional('refused_since'),
        optional('ended_at'),
        { name: 'reply_code', type: 'integer', isNullable: true },
        optional('enhanced_status'),
        optionalText('problem'),
        optionalText('kept'),
      ],
      indices: [
        { name: 'outbox_message_due', columnNames: ['status', 'next_attempt_at'] },
        { name: 'outbox_message_by_event', columnNames: ['event'] },
        { name: 'outbox_message_by_state', columnNames: ['state', 'ordinal'] },
      ],
    }),
  () =>
    new Table({
      name: 'outbox_relay',
      columns: [
        key('name'),
        optional('failing_since'),
        integer('failures'),
        optional('next_attempt_at'),
        optionalText('problem'),
      ],
    }),
];

/**
 * The migration that makes a part's outbox. Each part gives it a timestamp of its own.
 * @param timestamp 13 digits, as in the names of other migrations
 */
export function createOutbox(timestamp: number): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = `CreateOutbox${timestamp}`;

    async up(runner: QueryRunner): Promise<void> {
      for (const table of tables) await runner.createTable(table());
    }

    async down(runner: QueryRunner): Promise<void> {
      for (const table of [...tables].reverse()) await runner.dropTable(table().name);
    }
  };
}
