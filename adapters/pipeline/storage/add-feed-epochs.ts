import { randomUUID } from 'node:crypto';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { ChangeRow } from './tables.ts';

const column = new TableColumn({ name: 'epoch', type: 'varchar', default: "''" });

/** Which writing of the feed a change belongs to. What was written before is of one. */
export class AddFeedEpochs1700000005120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('change', column);
    await runner.manager.update(ChangeRow, { epoch: '' }, { epoch: randomUUID() });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('change', column.name);
  }
}
