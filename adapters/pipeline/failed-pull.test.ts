import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { type AdapterHarness, openHarness, service } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { listed, ScriptedDirectory } from '../../test/support/scripted-directory.ts';
import { SourceFailure } from '../contract.ts';
import { beginPull } from './pull-record.ts';
import { adapterStorage } from './storage/tables.ts';

const mari = listed('EST-1', 'Estonia', 'Mari Maasikas');
const paavo = listed('FIN-1', 'Finland', 'Paavo Puu');

describe.each(databases)('a pull that brings nothing, on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;

  beforeEach(async () => {
    storage = await make();
    directory = new ScriptedDirectory();
    adapter = await openHarness({ directory, storage: storage.location });
    directory.gives(mari, { ...paavo, problem: 'Its telephone number is none.' });
    await adapter.pull();
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });

  /** Every row of every table but those named, read past the product. */
  async function tables(...except: string[]): Promise<Record<string, unknown[]>> {
    await adapter.close();
    const database: Database = await openDatabase(adapterStorage('TST'), storage.location);
    const rows: Record<string, unknown[]> = {};
    for (const table of ['entry', 'change', 'pull', 'set_aside', 'source_state']) {
      if (except.includes(table)) continue;
      rows[table] = await database.read((manager) => manager.query(`SELECT * FROM ${table} ORDER BY 1`));
    }
    await database.close();
    adapter = await openHarness({ directory, storage: storage.location, clock: adapter.clock });
    return rows;
  }

  it('costs an unchanged source one row: its own', async () => {
    const before = await tables('pull', 'source_state');
    directory.answers({ kind: 'unchanged' });
    adapter.clock.passMinutes(5);
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', read: 0, setAside: 0, problem: null });
    expect(directory.reads).toEqual([null, { etag: 'v1' }]);
    expect(await tables('pull', 'source_state')).toEqual(before);
    expect(await adapter.pulls()).toHaveLength(2);
    const { data } = await adapter.ask(service, '{ tst { lastSuccessAt lastPull { id } } }');
    expect(data).toEqual({ tst: { lastSuccessAt: '2026-11-02T09:35:00.000Z', lastPull: { id: 'TST-2' } } });
  });

  it('does not believe a source that says "unchanged" before it was ever read', async () => {
    const fresh = await make();
    const other = await openHarness({ directory, storage: fresh.location });
    directory.answers({ kind: 'unchanged' });
    expect(await other.pull()).toMatchObject({
      outcome: 'FAILED',
      problem: expect.stringMatching(/not been read/),
    });
    await other.close();
    await fresh.drop();
  });

  it('says why a source could not be read, and changes nothing else', async () => {
    const before = await tables('pull');
    directory.fails(new SourceFailure('The source answered with a web page. Ask for its address.'));
    expect(await adapter.pull()).toMatchObject({
      outcome: 'FAILED',
      problem: 'The source answered with a web page. Ask for its address.',
      read: 0,
      added: 0,
      removed: 0,
    });
    expect(await tables('pull')).toEqual(before);
  });

  it('survives what nobody foresaw, says nothing of the inside, and pulls again', async () => {
    const before = await tables('pull');
    directory.fails(new TypeError('undefined is not a function'));
    const failed = await adapter.pull();
    expect(failed).toMatchObject({ outcome: 'FAILED', problem: expect.stringMatching(/unexpected/) });
    expect(failed.problem).not.toMatch(/undefined/);
    expect(await tables('pull')).toEqual(before);
    directory.gives(mari, paavo);
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
  });

  it('keeps every entry of a directory whose source is not configured, and names the setting', async () => {
    await adapter.close();
    adapter = await openHarness({ directory, storage: storage.location, sourceUrl: null });
    expect(await adapter.pull()).toMatchObject({
      outcome: 'FAILED',
      problem: expect.stringContaining('TST_SOURCE_URL'),
    });
    expect(await adapter.entries()).toMatchObject([{ status: 'PRESENT' }, { status: 'PRESENT' }]);
  });

  it('asks a source that wants to be left alone no earlier by itself, and not later than a day', async () => {
    const dueAt = async () => (await adapter.ask(service, '{ tst { nextPullAt } }')).data;
    expect(await dueAt()).toEqual({ tst: { nextPullAt: '2026-11-02T10:00:00.000Z' } });
    directory.fails(new SourceFailure('Too many requests.', { retryAt: new Date('2026-11-02T12:10:00Z') }));
    await adapter.pull();
    expect(await dueAt()).toEqual({ tst: { nextPullAt: '2026-11-02T12:10:00.000Z' } });
    directory.fails(new SourceFailure('Too many requests.', { retryAt: new Date('2036-01-01T00:00:00Z') }));
    await adapter.pull();
    expect(await dueAt()).toEqual({ tst: { nextPullAt: '2026-11-03T09:30:00.000Z' } });
  });

  it('stops while the source keeps it waiting, and ends the pull as interrupted', async () => {
    directory.next = () => new Promise(() => {});
    const pulling = adapter.pull();
    while (directory.reads.length < 2) await delay(5);
    await adapter.close();
    expect(await pulling).toMatchObject({ outcome: 'FAILED', problem: expect.stringMatching(/interrupted/) });
    adapter = await openHarness({ directory, storage: storage.location });
    expect((await adapter.pulls())[0]).toMatchObject({ outcome: 'FAILED' });
  });

  it('says of a pull whose process died that it was interrupted, as soon as that is certain', async () => {
    await adapter.close();
    const database = await openDatabase(adapterStorage('TST'), storage.location);
    await beginPull(database, adapter.clock, 'a process that dies');
    await database.close();
    adapter = await openHarness({ directory, storage: storage.location });
    const outcome = async (id: string) => (await adapter.pulls()).find((one) => one.id === id)?.outcome;
    // On PostgreSQL it may still be under way in another instance, until that one's turn has ended.
    expect(await outcome('TST-2')).toBe(database.kind === 'sqlite' ? 'FAILED' : 'RUNNING');
    await adapter.pull();
    expect(await outcome('TST-2')).toBe('FAILED');
  });
});
