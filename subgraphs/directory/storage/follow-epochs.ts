import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const columns = ['epoch', 'reset_at'].map(
  (name) => new TableColumn({ name, type: 'varchar', isNullable: true }),
);

/** Which feed is followed, so that one that was reset or set back is noticed. */
export class FollowEpochs1700000005120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('regional_directory', columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('regional_directory', columns);
  }
}
