import { indexMigration } from '../../../platform/database/index-migration.ts';

/** A directory's services, and what its time has passed of, without reading all there is. */
export const FindByIndex = indexMigration('FindByIndex1700000006620', [
  { table: 'session', added: [{ name: 'session_by_use', columnNames: ['last_used_at'] }] },
  { table: 'ended_session', added: [{ name: 'ended_session_by_end', columnNames: ['ended_at'] }] },
  { table: 'attempt', added: [{ name: 'attempt_by_time', columnNames: ['last_at'] }] },
  { table: 'service_client', added: [{ name: 'service_client_of_directory', columnNames: ['directory'] }] },
]);
