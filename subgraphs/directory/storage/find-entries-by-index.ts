import { indexMigration } from '../../../platform/database/index-migration.ts';

/** What is known of some entries of a directory, without looking at the others of their states. */
export const FindEntriesByIndex = indexMigration('FindEntriesByIndex1700000006730', [
  {
    table: 'entry_outcome',
    added: [{ name: 'entry_outcome_of_entry', columnNames: ['directory', 'source_key'] }],
    dropped: [{ name: 'entry_outcome_of_directory', columnNames: ['directory'] }],
  },
  {
    table: 'entry_decision',
    added: [{ name: 'entry_decision_of_entry', columnNames: ['directory', 'source_key'] }],
  },
]);
