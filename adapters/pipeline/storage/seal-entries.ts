import type { MigrationInterface, QueryRunner } from 'typeorm';
import { openColumns, sealColumns } from '../../../platform/encryption/sealing-migration.ts';

const clearUntilNow = [
  { table: 'entry', keys: ['source_key'], columns: ['content', 'source', 'source_revision'] },
  { table: 'change', keys: ['seq'], columns: ['content', 'source_revision'] },
  {
    table: 'pull',
    keys: ['number'],
    columns: ['requested_by', 'problem', 'decided_by', 'decision_reason'],
  },
  { table: 'set_aside', keys: ['ordinal'], columns: ['location', 'reason'] },
  { table: 'held_change', keys: ['pull_number', 'source_key', 'subject'], columns: ['pending'] },
];

/** What tells of persons is no longer stored in clear. */
export class SealEntries1700000005310 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return sealColumns(runner, clearUntilNow);
  }

  down(runner: QueryRunner): Promise<void> {
    return openColumns(runner, clearUntilNow);
  }
}
