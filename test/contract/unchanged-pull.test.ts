import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adapterStorage } from '../../adapters/pipeline/storage/tables.ts';
import { registry } from '../../adapters/registry.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { type AdapterHarness, openHarness, TestClock } from '../support/adapter-harness.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { type FaultyServer, faultyServer } from '../support/faults.ts';

const each = registry.flatMap((directory) =>
  databases.map(({ name, make }) => ({ code: directory.code, directory, name, make })),
);
/** What says that a pull took place, and when the next is due: the rest is what a pull is for. */
const itsOwn = ['pull', 'source_state', 'scheduled_job'];

describe.each(each)('a pull of $code on $name, where nothing changed', ({ code, directory, make }) => {
  let folder: string;
  let clock: TestClock;
  let server: FaultyServer;
  let storage: TestStorage;
  let adapter: AdapterHarness;

  const open = () =>
    openHarness({
      directory,
      storage: storage.location,
      clock,
      sourceUrl: server.url(`${code}/${directory.sample.path}`),
      settings: directory.settings(directory.sample.environment),
    });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-unchanged-'));
    clock = new TestClock();
    server = await faultyServer();
    const sample = directory.sample.open(join(folder, 'sample.json'), clock);
    server.mount(code, (request) => sample.handle(request));
    storage = await make();
    adapter = await open();
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED' });
  });
  afterEach(async () => {
    await adapter.close();
    await server.close();
    await storage.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Every row of every table but the pull's own. */
  async function stored(): Promise<Record<string, unknown[]>> {
    await adapter.close();
    const model = adapterStorage(code);
    const database = await openDatabase(model, storage.location);
    const rows: Record<string, unknown[]> = {};
    for (const table of ['entry', 'change', 'set_aside', 'held_change', 'entry_tally', 'ledger'])
      rows[table] = await database.read((manager) => manager.query(`SELECT * FROM ${table} ORDER BY 1, 2`));
    const kept = await database.read((manager) =>
      Promise.resolve(manager.dataSource.entityMetadatas.map(({ tableName }) => tableName)),
    );
    // A table that is added later is looked at as well, or named above.
    expect([...Object.keys(rows), ...itsOwn, 'ledger_checkpoint'].sort()).toEqual([...kept].sort());
    await database.close();
    adapter = await open();
    return rows;
  }

  it('is one request, which asks for what is newer, and changes no row but its own', async () => {
    const before = await stored();
    expect(before.entry?.length).toBeGreaterThan(10);
    await adapter.pull(); // a token of its own, where the source wants one
    clock.passMinutes(1);
    const asked = server.requests.length;
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', read: 0 });
    const requests = server.requests.slice(asked);
    expect(requests).toHaveLength(1);
    const [request] = requests;
    const isConditional =
      request?.headers['if-none-match'] !== undefined ||
      request?.headers['if-modified-since'] !== undefined ||
      Number(new URL(request?.path ?? '', 'http://source.example').searchParams.get('since')) > 0;
    expect(isConditional).toBe(true);
    expect(await stored()).toEqual(before);
  });
});
