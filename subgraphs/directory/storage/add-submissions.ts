import {
  type MigrationInterface,
  type QueryRunner,
  Table,
  TableColumn,
  type TableColumnOptions,
} from 'typeorm';

const key = (name: string, type = 'varchar'): TableColumnOptions => ({ name, type, isPrimary: true });
const varchar = (name: string): TableColumnOptions => ({ name, type: 'varchar' });
const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const optional = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true });

const tables = () => [
  new Table({
    name: 'submission',
    columns: [
      key('id'),
      integer('seq'),
      varchar('iso3'),
      varchar('status'),
      varchar('awaits'),
      text('reference'),
      varchar('received_on'),
      varchar('document_id'),
      text('acts'),
      varchar('entered_at'),
      text('entered_by'),
      integer('period_days'),
      varchar('due_at'),
      optional(varchar('decided_at')),
      optional(text('decided_by')),
      optional(text('decision_reason')),
    ],
    indices: [
      { name: 'submission_in_order', columnNames: ['seq'], isUnique: true },
      { name: 'submission_of_state', columnNames: ['iso3', 'status', 'seq'] },
      { name: 'submission_waiting', columnNames: ['status', 'seq'] },
    ],
  }),
  new Table({
    name: 'submission_document',
    columns: [
      key('id'),
      text('name'),
      varchar('media_type'),
      integer('bytes'),
      varchar('sha256'),
      varchar('uploaded_at'),
      text('uploaded_by'),
      optional(varchar('submission_id')),
    ],
    indices: [{ name: 'submission_document_unused', columnNames: ['submission_id', 'uploaded_at'] }],
  }),
  new Table({
    name: 'submission_document_piece',
    columns: [key('document_id'), key('place', 'integer'), text('content')],
  }),
  new Table({
    name: 'submission_period',
    columns: [key('name'), integer('days'), varchar('set_at'), text('set_by')],
  }),
];

const ofRevisions = ['submission', 'notified_on'];

/** The custodian's channel (¶33): what states sent by note verbale, the documents, and the history that rests on them. */
export class AddSubmissions1700000006500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables()) await runner.createTable(table);
    for (const name of ofRevisions)
      await runner.addColumn('contact_revision', new TableColumn(optional(varchar(name))));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ofRevisions) await runner.dropColumn('contact_revision', name);
    for (const table of tables().reverse()) await runner.dropTable(table.name);
  }
}
