import {
  type MigrationInterface,
  type QueryRunner,
  Table,
  TableColumn,
  type TableColumnOptions,
  TableIndex,
} from 'typeorm';

const key = (name: string): TableColumnOptions => ({ name, type: 'varchar', isPrimary: true });
const varchar = (name: string): TableColumnOptions => ({ name, type: 'varchar' });
const optional = (name: string): TableColumnOptions => ({ name, type: 'varchar', isNullable: true });

const tables = [
  new Table({
    name: 'precedence',
    columns: [
      key('iso3'),
      key('scope'),
      key('name'),
      { name: 'directories', type: 'text' },
      varchar('set_at'),
      varchar('set_by'),
    ],
  }),
  new Table({
    name: 'pair_decision',
    columns: [
      key('iso3'),
      key('one'),
      key('other'),
      { name: 'same', type: 'boolean' },
      optional('rule'),
      varchar('decided_at'),
      varchar('decided_by'),
    ],
  }),
];

const conflictColumns = [new TableColumn(optional('chosen')), new TableColumn(optional('resolution'))];

const conflictIndices = [
  new TableIndex({ name: 'one_conflict', columnNames: ['contact_id', 'field'], isUnique: true }),
  new TableIndex({ name: 'conflict_in_order', columnNames: ['status', 'opened_at', 'id'] }),
  new TableIndex({ name: 'conflict_of_state', columnNames: ['iso3'] }),
];

/** What states say of entries that may be one, and of sources that differ. */
export class AddMatching1700000002100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
    await runner.addColumns('conflict', conflictColumns);
    // One row for each field: of several that ended, the newest.
    await runner.manager.query(
      `DELETE FROM conflict WHERE EXISTS (SELECT 1 FROM conflict newer WHERE newer.contact_id = conflict.contact_id
        AND newer.field = conflict.field AND (newer.opened_at > conflict.opened_at
        OR (newer.opened_at = conflict.opened_at AND newer.id > conflict.id)))`,
    );
    await runner.createIndices('conflict', conflictIndices);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndices('conflict', conflictIndices);
    await runner.dropColumns('conflict', conflictColumns);
    for (const table of [...tables].reverse()) await runner.dropTable(table.name);
  }
}
