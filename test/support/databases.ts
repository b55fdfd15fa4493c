import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Storage } from '../../platform/database/database.ts';
import { testKeys } from './encryption-keys.ts';

export interface TestStorage {
  readonly location: Storage;
  drop(): Promise<void>;
}

/** Every storage test loops over these two: one behaviour on both. */
export const databases: readonly { readonly name: string; make(): Promise<TestStorage> }[] = [
  {
    name: 'SQLite',
    make: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'crosspoint-sqlite-'));
      return {
        location: { kind: 'sqlite', folder, keys: testKeys },
        drop: async () => rmSync(folder, { recursive: true, force: true }),
      };
    },
  },
  {
    name: 'PostgreSQL',
    make: async () => {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      await onServer((client) => client.query(`CREATE DATABASE ${name}`));
      const url = new URL(inject('postgresUrl'));
      url.pathname = `/${name}`;
      return {
        location: { kind: 'postgres', url: url.href, keys: testKeys },
        drop: () => onServer((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
      };
    },
  },
];

async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
