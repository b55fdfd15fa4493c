import { indexMigration } from '../../../platform/database/index-migration.ts';

/** A state's entries in the order they are listed in, without looking at those of others. */
export const FindByIndex = indexMigration('FindByIndex1700000006630', [
  {
    table: 'entry',
    added: [{ name: 'entry_of_state_in_order', columnNames: ['iso3', 'source_key'] }],
    dropped: [{ name: 'entry_of_state', columnNames: ['iso3'] }],
  },
]);
