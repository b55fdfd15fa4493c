import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const key = (name: string): TableColumnOptions => ({ name, type: 'varchar', isPrimary: true });
const varchar = (name: string): TableColumnOptions => ({ name, type: 'varchar' });
const optional = (name: string, type = 'varchar'): TableColumnOptions => ({ name, type, isNullable: true });

const tables = [
  new Table({
    name: 'participation',
    columns: [
      key('iso3'),
      optional('joined_at'),
      optional('joined_by'),
      optional('paused_at'),
      optional('paused_by'),
      optional('pause_reason', 'text'),
      optional('left_at'),
      optional('left_by'),
      optional('leave_reason', 'text'),
      optional('undo_until'),
      optional('ended_at'),
      { name: 'behind', type: 'text' },
    ],
    indices: [{ name: 'leaving_to_complete', columnNames: ['undo_until'], where: '"ended_at" IS NULL' }],
  }),
  new Table({
    name: 'nomination',
    columns: [
      key('iso3'),
      varchar('model'),
      optional('single_contact_id'),
      varchar('set_at'),
      varchar('set_by'),
    ],
  }),
  new Table({
    name: 'nomination_route',
    columns: [key('iso3'), key('function'), key('contact_id'), { name: 'place', type: 'integer' }],
  }),
];

/** What states say of taking part, and of how they are to be addressed. None has said anything, to begin with. */
export class AddNomination1700000006100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.dropTable(table.name);
  }
}
