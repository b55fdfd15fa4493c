import type { StorageLocation } from '../database/database.ts';
import { postgresSnapshot } from './postgres-snapshot.ts';
import { sqliteSnapshot } from './sqlite-snapshot.ts';
import type { Value } from './values.ts';

/** Storage as it stands at one moment, while others go on writing. */
export interface Snapshot {
  readonly parts: readonly SnapshotPart[];
  close(): Promise<void>;
}

export interface SnapshotPart {
  readonly part: string;
  /** The names of the migrations that were run, in their order. */
  readonly migrations: readonly string[];
  readonly tables: readonly SnapshotTable[];
}

export interface SnapshotTable {
  readonly table: string;
  readonly columns: readonly string[];
  /** Some hundred rows at a time. @throws Error for a value that the backup's format does not hold */
  rows(): AsyncGenerator<readonly (readonly Value[])[]>;
}

/**
 * Looks at parts as they stand at one moment; those that are not there are left out. On PostgreSQL that is one moment for all. On
 * SQLite each file has its own, in the order given, within milliseconds: so that what follows something comes before what it
 * follows, and never knows of more than that holds.
 */
export async function openSnapshot(location: StorageLocation, parts: readonly string[]): Promise<Snapshot> {
  return location.kind === 'sqlite'
    ? sqliteSnapshot(location.folder, parts)
    : postgresSnapshot(location.url, parts);
}
