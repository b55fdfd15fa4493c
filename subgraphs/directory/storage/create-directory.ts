import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const key = (name: string, type = 'varchar'): TableColumnOptions => ({ name, type, isPrimary: true });
const varchar = (name: string): TableColumnOptions => ({ name, type: 'varchar' });
const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const boolean = (name: string): TableColumnOptions => ({ name, type: 'boolean' });
const optional = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true });

const tables = [
  new Table({ name: 'directory_revision', columns: [key('name'), integer('value')] }),
  new Table({
    name: 'regional_directory',
    columns: [
      key('code'),
      integer('cursor'),
      varchar('name'),
      text('levels'),
      boolean('names_functions'),
      integer('participants'),
      integer('entries'),
      varchar('schedule'),
      optional(varchar('next_pull_at')),
      integer('position'),
      optional(varchar('last_success_at')),
      optional(text('last_pull')),
    ],
  }),
  new Table({
    name: 'consent',
    columns: [
      key('id'),
      varchar('iso3'),
      varchar('directory'),
      varchar('mode'),
      optional(text('functions')),
      optional(text('fields')),
      text('levels'),
      optional(varchar('valid_until')),
      optional(varchar('instrument')),
      varchar('granted_at'),
      varchar('granted_by'),
      integer('feed_position'),
      varchar('status'),
      optional(varchar('ended_at')),
      optional(varchar('ended_by')),
      optional(text('end_reason')),
      optional(varchar('copies')),
      optional(varchar('replaced_by')),
    ],
    indices: [
      {
        name: 'one_active_consent',
        columnNames: ['iso3', 'directory'],
        isUnique: true,
        where: `"status" = 'ACTIVE'`,
      },
      { name: 'consent_expiry', columnNames: ['status', 'valid_until'] },
      { name: 'consent_of_state', columnNames: ['iso3'] },
    ],
  }),
  new Table({
    name: 'contact',
    columns: [
      key('id'),
      varchar('iso3'),
      text('content'),
      text('provenance'),
      text('direct'),
      text('kept_from'),
      integer('revision'),
      varchar('created_at'),
      varchar('updated_at'),
      optional(varchar('removed_at')),
    ],
    indices: [{ name: 'contact_of_state', columnNames: ['iso3'], where: '"removed_at" IS NULL' }],
  }),
  new Table({
    name: 'contact_revision',
    columns: [
      key('contact_id'),
      key('revision', 'integer'),
      varchar('at'),
      varchar('action'),
      varchar('actor'),
      optional(varchar('authority')),
      optional(text('reason')),
      text('changes'),
    ],
  }),
  new Table({
    name: 'copy_source',
    columns: [
      key('iso3'),
      key('directory'),
      key('source_key'),
      varchar('contact_id'),
      varchar('consent_id'),
      text('claims'),
      text('withheld'),
      boolean('present'),
      integer('position'),
    ],
    indices: [
      { name: 'copy_source_of_contact', columnNames: ['contact_id'] },
      { name: 'copy_source_of_entry', columnNames: ['directory', 'source_key'] },
      { name: 'copy_source_of_consent', columnNames: ['consent_id'] },
    ],
  }),
  new Table({
    name: 'proposal',
    columns: [
      key('id'),
      varchar('iso3'),
      varchar('directory'),
      varchar('source_key'),
      varchar('consent_id'),
      varchar('kind'),
      varchar('cause'),
      text('reason'),
      text('changes'),
      optional(text('claims')),
      text('withheld'),
      optional(varchar('contact_id')),
      integer('position'),
      optional(varchar('pull')),
      varchar('status'),
      varchar('created_at'),
      optional(varchar('decided_at')),
      optional(varchar('decided_by')),
      optional(text('decision_reason')),
    ],
    indices: [
      {
        name: 'one_waiting_proposal',
        columnNames: ['iso3', 'directory', 'source_key'],
        isUnique: true,
        where: `"status" = 'WAITING'`,
      },
      { name: 'proposal_of_entry', columnNames: ['directory', 'source_key', 'status'] },
      { name: 'proposal_in_order', columnNames: ['status', 'created_at', 'id'] },
      { name: 'proposal_of_consent', columnNames: ['consent_id'] },
    ],
  }),
  new Table({
    name: 'conflict',
    columns: [
      key('id'),
      varchar('iso3'),
      varchar('contact_id'),
      varchar('field'),
      text('claims'),
      varchar('status'),
      varchar('opened_at'),
      optional(varchar('resolved_at')),
      optional(varchar('resolved_by')),
    ],
    indices: [
      {
        name: 'one_open_conflict',
        columnNames: ['contact_id', 'field'],
        isUnique: true,
        where: `"status" = 'OPEN'`,
      },
    ],
  }),
];

export class CreateDirectory1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
    await runner.manager.query(`INSERT INTO directory_revision (name, value) VALUES ('directory', 0)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.dropTable(table.name);
  }
}
