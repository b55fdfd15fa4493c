import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const columns = [
  new TableColumn({ name: 'former_ids', type: 'text', default: "'[]'" }),
  new TableColumn({ name: 'merged_into', type: 'varchar', isNullable: true }),
];

/** Where the id of a contact leads that became part of another. Those that did before this was written down lead nowhere. */
export class KeepFormerIds1700000005110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('contact', columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('contact', columns);
  }
}
