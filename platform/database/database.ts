import type { EntityManager } from 'typeorm';
import type { KeyRing } from '../encryption/key-ring.ts';
import type { Sealing } from '../encryption/sealing.ts';
import type { Revision } from './revision.ts';

/**
 * One part's storage. On both kinds there is one writer at a time for a part (on SQLite a queue, on PostgreSQL a lock
 * that all instances share), so that the order of commits is the order of counters, and the same code is right on both.
 */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /** Reads what is committed; inside `write`, what that transaction sees. */
  read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Runs `work` in one transaction, alone. Called inside another `write` of the same part, it joins that one. */
  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /**
   * The same for what no answer that may be kept is made of, such as leases: the revision stays. Who may call it is listed in
   * test/architecture/unseen-writes.test.ts.
   */
  writeUnseen<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /**
   * Names what is stored as it stands. Every `write` that changes anything gives it another name: in every process, before the
   * write is over for who asked for it.
   * @throws where the database does not say
   */
  revision(): Revision | Promise<Revision>;
  /** What is encrypted at rest: looking it up, and the keys it stands under. */
  readonly sealing: Sealing;
  close(): Promise<void>;
}

/** What a part keeps: its tables as entities and the migrations that make them. */
export interface StorageModel {
  /** The part's name: its SQLite file or its PostgreSQL schema. */
  readonly part: string;
  // biome-ignore lint/complexity/noBannedTypes: TypeORM takes entity and migration classes as plain functions.
  readonly entities: readonly Function[];
  // biome-ignore lint/complexity/noBannedTypes: as above.
  readonly migrations: readonly Function[];
  /** That it is asked one thing at a time, mostly: on PostgreSQL it keeps fewer connections. */
  readonly connections?: 'few';
}

/** Connections that a process keeps for one storage at the most, where nothing else is configured. */
export const usualPoolSize = 4;

export interface PostgresLocation {
  readonly kind: 'postgres';
  readonly url: string;
  /** Connections that a process keeps for one storage at the most. */
  readonly poolSize?: number;
}

/** Where storage is: a folder of SQLite files, or a PostgreSQL server. */
export type StorageLocation = { readonly kind: 'sqlite'; readonly folder: string } | PostgresLocation;

/** Where storage is, with the keys of what is encrypted in it. */
export type Storage = StorageLocation & { readonly keys: KeyRing };
