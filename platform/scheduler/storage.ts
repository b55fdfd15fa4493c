import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner, Table } from 'typeorm';
import type { Instant } from '../clock/clock.ts';

/** A job of a part: when it is due next, and who runs it now, until when at the most. */
@Entity('scheduled_job')
export class ScheduledJob {
  @PrimaryColumn('varchar')
  name!: string;
  /** The cron expression that `due_at` follows. */
  @Column('varchar')
  schedule!: string;
  @Column('varchar')
  due_at!: Instant;
  @Column('varchar', { nullable: true })
  lease_owner!: string | null;
  @Column('varchar', { nullable: true })
  lease_until!: Instant | null;
}

export class CreateScheduledJobs1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'scheduled_job',
        columns: [
          { name: 'name', type: 'varchar', isPrimary: true },
          { name: 'schedule', type: 'varchar' },
          { name: 'due_at', type: 'varchar' },
          { name: 'lease_owner', type: 'varchar', isNullable: true },
          { name: 'lease_until', type: 'varchar', isNullable: true },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('scheduled_job');
  }
}
