import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { submittedKey } from '../../../platform/vocabulary/entry-channel.ts';

/**
 * Where what is listed of each state comes from. What states say themselves cannot be seen from outside what is sealed: each state
 * with a contact is taken to say something until it is next looked at whole.
 */
export class AddStateOrigins1700000006720 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'state_origin',
        columns: [
          { name: 'iso3', type: 'varchar', isPrimary: true },
          { name: 'origin', type: 'varchar', isPrimary: true },
        ],
      }),
    );
    const submitted = `source_key LIKE '${submittedKey('')}%'`;
    await runner.query(
      `INSERT INTO state_origin (iso3, origin)
       SELECT DISTINCT iso3, CASE WHEN ${submitted} THEN directory || ' submission' ELSE directory END FROM copy_source
       UNION SELECT DISTINCT iso3, 'DIRECT' FROM contact WHERE removed_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('state_origin');
  }
}
