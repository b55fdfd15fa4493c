import type { MigrationInterface, QueryRunner } from 'typeorm';
import { openColumns, sealColumns } from '../../../platform/encryption/sealing-migration.ts';

const clearUntilNow = [
  { table: 'conflict', keys: ['id'], columns: ['claims', 'resolved_by'] },
  { table: 'consent', keys: ['id'], columns: ['instrument', 'granted_by', 'ended_by', 'end_reason'] },
  { table: 'contact', keys: ['id'], columns: ['content', 'direct'] },
  {
    table: 'contact_revision',
    keys: ['contact_id', 'revision'],
    columns: ['actor', 'reason', 'changes', 'snapshot'],
  },
  { table: 'copy_source', keys: ['iso3', 'directory', 'source_key'], columns: ['claims'] },
  {
    table: 'entry_decision',
    keys: ['iso3', 'directory', 'source_key'],
    columns: ['refused_content', 'decided_by', 'reason'],
  },
  { table: 'pair_decision', keys: ['iso3', 'one', 'other'], columns: ['decided_by'] },
  { table: 'precedence', keys: ['iso3', 'scope', 'name'], columns: ['set_by'] },
  {
    table: 'proposal',
    keys: ['id'],
    columns: ['reason', 'changes', 'claims', 'decided_by', 'decision_reason'],
  },
  { table: 'regional_directory', keys: ['code'], columns: ['last_pull'] },
  { table: 'webhook', keys: ['id'], columns: ['url', 'secret', 'former_secret', 'created_by'] },
  { table: 'webhook_delivery', keys: ['id'], columns: ['body', 'problem'] },
];

/** What tells of persons, and what signs, is no longer stored in clear. */
export class SealContactDetails1700000005300 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return sealColumns(runner, clearUntilNow);
  }

  down(runner: QueryRunner): Promise<void> {
    return openColumns(runner, clearUntilNow);
  }
}
