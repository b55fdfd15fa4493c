import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const key = (name: string): TableColumnOptions => ({ name, type: 'varchar', isPrimary: true });
const varchar = (name: string): TableColumnOptions => ({ name, type: 'varchar' });
const optional = (name: string): TableColumnOptions => ({ name, type: 'varchar', isNullable: true });
const text = (name: string): TableColumnOptions => ({ name, type: 'text' });

const tables = [
  new Table({
    name: 'opening_stage',
    columns: [
      key('audience'),
      { name: 'open', type: 'boolean' },
      varchar('changed_at'),
      varchar('changed_by'),
      text('reason'),
    ],
  }),
  new Table({
    name: 'contact_release',
    columns: [
      key('iso3'),
      key('audience'),
      text('functions'),
      text('kinds'),
      text('fields'),
      varchar('released_at'),
      varchar('released_by'),
    ],
  }),
  new Table({
    name: 'sponsorship',
    columns: [
      key('iso3'),
      key('observer'),
      varchar('name'),
      varchar('since'),
      varchar('sponsored_by'),
      optional('ended_at'),
      optional('ended_by'),
    ],
  }),
];

/** To whom the directory is open, what states release to them, and which bodies states sponsor. Nothing is, to begin with. */
export class AddOpening1700000005500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.dropTable(table.name);
  }
}
