import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import type { Database, StorageLocation, StorageModel } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { appendToLedger } from '../../platform/ledger/append.ts';
import { type LedgerSeal, ledgerSeal, sealLedger } from '../../platform/ledger/seal.ts';
import { createLedger, ledgerEntities } from '../../platform/ledger/storage.ts';
import type { LedgerReport } from '../../platform/ledger/verify.ts';
import { verifyStorage } from '../../platform/ledger/verify-storage.ts';
import { TestClock } from '../support/clock.ts';
import type { TestStorage } from '../support/databases.ts';

export const sampleModel: StorageModel = {
  part: 'sample',
  entities: ledgerEntities,
  migrations: [createLedger(1700000005290)],
};

/** A part with a ledger, and somebody who gets at its tables. */
export class LedgerWorld {
  readonly storage: TestStorage;
  readonly folder = mkdtempSync(join(tmpdir(), 'crosspoint-ledger-'));
  readonly seal: LedgerSeal = ledgerSeal(this.folder);
  readonly clock = new TestClock();
  #database: Database | undefined;

  private constructor(storage: TestStorage) {
    this.storage = storage;
  }

  static async open(make: () => Promise<TestStorage>): Promise<LedgerWorld> {
    const world = new LedgerWorld(await make());
    await world.reopen();
    return world;
  }

  get database(): Database {
    if (!this.#database) throw new Error('The database is closed.');
    return this.#database;
  }

  async reopen(): Promise<void> {
    this.#database = await openDatabase(sampleModel, this.storage.location);
  }

  async closeDatabase(): Promise<void> {
    await this.#database?.close();
    this.#database = undefined;
  }

  /** Appends acts, one transaction each. */
  async acts(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      this.clock.advance(1000);
      await this.database.write((manager) =>
        appendToLedger(manager, 'sample', this.clock, [
          {
            kind: 'consent.granted',
            actor: { role: 'state', subject: 'authority of EST', party: 'EST' },
            authority: `Note verbale ${index + 1}/2026 – é`,
            state: 'EST',
            subjects: { consent: `consent-${index + 1}` },
            payload: { directory: 'ARF', fields: ['name', 'emails'], validUntil: null },
          },
        ]),
      );
    }
  }

  checkpoint() {
    this.clock.advance(1000);
    return sealLedger(this.database, 'sample', this.clock, this.seal);
  }

  async verify(given?: string, folder = this.folder): Promise<LedgerReport> {
    const [report] = await verifyStorage({ storage: this.storage.location, folder, given });
    if (!report) throw new Error('There is no ledger.');
    return report;
  }

  /** Somebody who may do anything to the database, also without its triggers. */
  async intrude(...statements: readonly Statement[]): Promise<void> {
    await intrude(this.storage.location, 'sample', statements);
  }

  async close(): Promise<void> {
    await this.closeDatabase();
    await this.storage.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** SQL with `?` for each value. */
export type Statement = readonly [sql: string, ...values: (string | number | null)[]];

/** Whether the table that a trigger is on is there still. */
const tableOf = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND instr(?, '\"' || name || '\"') > 0";

/** Does anything to a part's database, also without its triggers. */
export async function intrude(
  location: StorageLocation,
  part: string,
  statements: readonly Statement[],
): Promise<void> {
  if (location.kind === 'sqlite') {
    const file = new Sqlite(join(location.folder, `${part}.sqlite`));
    try {
      const triggers = file
        .prepare<[], { name: string; sql: string }>(
          "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        )
        .all();
      for (const { name } of triggers) file.exec(`DROP TRIGGER ${name}`);
      for (const [sql, ...values] of statements) file.prepare(sql).run(...values);
      for (const { sql } of triggers) if (file.prepare(tableOf).get(sql)) file.exec(sql);
    } finally {
      file.close();
    }
    return;
  }
  const client = new pg.Client({ connectionString: location.url, options: `-c search_path=${part}` });
  await client.connect();
  try {
    await client.query("SET session_replication_role = 'replica'");
    for (const [sql, ...values] of statements) {
      let place = 0;
      await client.query(
        sql.replace(/\?/g, () => `$${++place}`),
        values,
      );
    }
  } finally {
    await client.end();
  }
}
