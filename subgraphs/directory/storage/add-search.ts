import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';

/** What contacts are found by. It is empty at first: the index is made from the contacts, in the background. */
export class AddSearch1700000006200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'contact_indexed',
        columns: [
          { name: 'contact_id', type: 'varchar', isPrimary: true },
          { name: 'iso3', type: 'varchar' },
          { name: 'made_by', type: 'varchar' },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'contact_word',
        columns: [
          { name: 'contact_id', type: 'varchar', isPrimary: true },
          { name: 'token', type: 'varchar', isPrimary: true },
        ],
        indices: [new TableIndex({ name: 'contact_word_token', columnNames: ['token'] })],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('contact_word');
    await runner.dropTable('contact_indexed');
  }
}
