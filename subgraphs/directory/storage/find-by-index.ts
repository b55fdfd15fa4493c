import { indexMigration } from '../../../platform/database/index-migration.ts';

/** A state's proposals of the past, and the notices of a period, without reading all there ever were. */
export const FindByIndex = indexMigration('FindByIndex1700000006600', [
  { table: 'proposal', added: [{ name: 'proposal_of_state', columnNames: ['iso3', 'status'] }] },
  { table: 'contact_notice', added: [{ name: 'notice_by_day', columnNames: ['notified_on'] }] },
]);
