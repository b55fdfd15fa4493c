import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/**
 * Counts of entries. How many are listed is counted here; how many have a value in a field cannot be seen from outside what is
 * sealed, and is counted when it is first asked for.
 */
export class AddEntryTallies1700000006710 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'entry_tally',
        columns: [
          { name: 'what', type: 'varchar', isPrimary: true },
          { name: 'of', type: 'varchar', isPrimary: true },
          { name: 'entries', type: 'integer' },
        ],
      }),
    );
    await runner.query(
      `INSERT INTO entry_tally (what, "of", entries) SELECT 'LISTED', COALESCE(iso3, participant), COUNT(*) FROM entry
       WHERE status <> 'REMOVED' GROUP BY COALESCE(iso3, participant)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('entry_tally');
  }
}
