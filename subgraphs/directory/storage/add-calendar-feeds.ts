import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** Links to calendars of reviews. */
export class AddCalendarFeeds1700000006400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'calendar_feed',
        columns: [
          { name: 'id', type: 'varchar', isPrimary: true },
          { name: 'iso3', type: 'varchar' },
          { name: 'secret_hash', type: 'varchar' },
          { name: 'language', type: 'varchar' },
          { name: 'created_at', type: 'varchar' },
          { name: 'created_by', type: 'varchar' },
        ],
        indices: [
          { name: 'calendar_feed_by_secret', columnNames: ['secret_hash'], isUnique: true },
          { name: 'calendar_feed_of_state', columnNames: ['iso3'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('calendar_feed');
  }
}
