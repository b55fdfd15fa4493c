import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

const optional = (name: string, type: 'varchar' | 'text' | 'integer') =>
  new TableColumn({ name, type, isNullable: true });

const pullColumns = [
  optional('held', 'text'),
  optional('decision', 'varchar'),
  optional('decided_by', 'varchar'),
  optional('decided_at', 'varchar'),
  optional('decision_reason', 'text'),
  optional('settled_by', 'integer'),
];
const entryColumn = optional('unlisted_since', 'varchar');

/** The guard: what a pull holds back, what became of it, and since when an entry is kept that its source no longer lists. */
export class AddHeldChanges1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'held_change',
        columns: [
          { name: 'pull_number', type: 'integer', isPrimary: true },
          { name: 'source_key', type: 'varchar', isPrimary: true },
          { name: 'subject', type: 'varchar', isPrimary: true },
          { name: 'status', type: 'varchar' },
          { name: 'becomes', type: 'varchar', isNullable: true },
          { name: 'pending', type: 'text', isNullable: true },
        ],
        indices: [{ name: 'held_change_by_status', columnNames: ['status'] }],
      }),
    );
    await runner.addColumns('pull', pullColumns);
    await runner.addColumn('entry', entryColumn);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('entry', entryColumn.name);
    await runner.dropColumns(
      'pull',
      pullColumns.map(({ name }) => name),
    );
    await runner.dropTable('held_change');
  }
}
