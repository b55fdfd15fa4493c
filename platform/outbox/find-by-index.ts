import type { MigrationInterface } from 'typeorm';
import { indexMigration } from '../database/index-migration.ts';

/**
 * What waits, and what is to be forgotten, without reading all that was ever sent. Each part that sends gives it a timestamp of its
 * own.
 */
export const findOutboxByIndex = (timestamp: number): (new () => MigrationInterface) =>
  indexMigration(`FindOutboxByIndex${timestamp}`, [
    {
      table: 'outbox_event',
      added: [
        { name: 'outbox_event_open', columnNames: ['status', 'ordinal'] },
        { name: 'outbox_event_kept', columnNames: ['created_at'], where: '"content" IS NOT NULL' },
      ],
    },
    {
      table: 'outbox_message',
      added: [
        {
          name: 'outbox_message_kept',
          columnNames: ['ended_at'],
          where: '"kept" IS NOT NULL OR "problem" IS NOT NULL',
        },
      ],
    },
  ]);
