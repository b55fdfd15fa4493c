import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const key = (name: string, type = 'varchar'): TableColumnOptions => ({ name, type, isPrimary: true });
const varchar = (name: string): TableColumnOptions => ({ name, type: 'varchar' });
const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const optional = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true });

const told = [
  varchar('cause'),
  text('fields'),
  optional(varchar('contact_id')),
  optional(integer('position')),
];

const tables = [
  new Table({
    name: 'entry_outcome',
    columns: [key('iso3'), key('directory'), key('source_key'), ...told, integer('seq'), varchar('at')],
    indices: [{ name: 'entry_outcome_of_directory', columnNames: ['directory'] }],
  }),
  new Table({
    name: 'entry_outcome_event',
    columns: [
      key('directory'),
      key('seq', 'integer'),
      varchar('at'),
      varchar('iso3'),
      varchar('source_key'),
      ...told,
    ],
  }),
  new Table({
    name: 'webhook',
    columns: [
      key('id'),
      varchar('directory'),
      text('url'),
      optional(text('outcomes')),
      varchar('secret'),
      optional(varchar('former_secret')),
      optional(varchar('former_until')),
      varchar('created_at'),
      varchar('created_by'),
      optional(varchar('disabled_at')),
    ],
    indices: [{ name: 'webhook_of_directory', columnNames: ['directory'] }],
  }),
  new Table({
    name: 'webhook_delivery',
    columns: [
      key('id'),
      integer('ordinal'),
      varchar('webhook_id'),
      optional(integer('seq')),
      text('body'),
      varchar('status'),
      integer('attempts'),
      optional(varchar('next_attempt_at')),
      varchar('created_at'),
      optional(varchar('last_attempt_at')),
      optional(integer('last_status')),
      optional(text('problem')),
    ],
    indices: [
      { name: 'webhook_delivery_in_order', columnNames: ['ordinal'], isUnique: true },
      { name: 'webhook_delivery_of_webhook', columnNames: ['webhook_id', 'ordinal'] },
      {
        name: 'webhook_delivery_waiting',
        columnNames: ['webhook_id', 'ordinal'],
        where: `"status" = 'WAITING'`,
      },
    ],
  }),
];

/** What organisations are told: the feed of outcomes, their webhooks, and the calls to make. */
export class TellOrganisations1700000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.dropTable(table.name);
  }
}
