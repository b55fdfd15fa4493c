import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { createLog } from '../../platform/log/log.ts';
import { TestClock } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { dyingAt, Killed } from '../../test/support/dying-database.ts';
import { listed, ScriptedDirectory } from '../../test/support/scripted-directory.ts';
import { approveHeld, rejectHeld } from './decide-held.ts';
import { defaultGuard } from './guard.ts';
import { type Pullable, pull } from './pull.ts';
import { HeldChangeRow } from './storage/held-change-row.ts';
import { adapterStorage, ChangeRow, EntryRow, SourceStateRow } from './storage/tables.ts';

const all = Array.from({ length: 10 }, (_, index) =>
  listed(`EST-${index}`, 'Estonia', `Person ${index}`, { email: `p${index}@ee.example` }),
);
const never = new AbortController().signal;

describe.each(databases)('a held pull whose process dies, on $name', ({ make }) => {
  let storage: TestStorage;
  let database: Database;
  let directory: ScriptedDirectory;
  const clock = new TestClock();

  async function fresh(): Promise<void> {
    storage = await make();
    database = await openDatabase(adapterStorage('TST'), storage.location);
    directory = new ScriptedDirectory();
    directory.gives(...all);
    await pull(pullable(database), 'a test', never);
  }
  async function anew(): Promise<void> {
    await database.close();
    await storage.drop();
    await fresh();
  }
  beforeEach(fresh);
  afterEach(async () => {
    await database.close();
    await storage.drop();
  });

  const pullable = (on: Database): Pullable => ({
    directory,
    database: on,
    clock,
    log: createLog('silent'),
    guard: defaultGuard,
    source: { url: new URL('http://source.example/'), open: () => directory.open() },
  });
  const state = (of: Database) =>
    of.read(async (manager) => ({
      entries: await manager.find(EntryRow, { order: { source_key: 'ASC' } }),
      feed: (await manager.find(ChangeRow, { order: { seq: 'ASC' } })).map(({ kind, source_key }) => [
        kind,
        source_key,
      ]),
      held: (await manager.find(HeldChangeRow, { order: { source_key: 'ASC', subject: 'ASC' } })).map(
        ({ pull_number: _pull, ...row }) => row,
      ),
      sources: await manager.find(SourceStateRow),
    }));

  /** Six go and four lose their e-mail address; then one of the six is back, and a seventh goes. */
  const reads = [
    () => directory.gives(...all.slice(6).map(({ email: _gone, ...record }) => record)),
    () => directory.gives(...all.slice(0, 1), ...all.slice(7).map(({ email: _gone, ...record }) => record)),
  ];
  async function untilHeldTwice(): Promise<void> {
    for (const read of reads) {
      read();
      await pull(pullable(database), 'a test', never);
    }
  }

  /** Dies at the first statement, then at the second, and so on, until it is through. Each time nothing may have happened. */
  async function diesAtEachStatement(work: (on: Database) => Promise<unknown>): Promise<void> {
    const before = await state(database);
    for (let statement = 1; statement < 60; statement++) {
      try {
        await work(dyingAt(database, statement));
        expect(statement).toBeGreaterThan(5);
        return;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        expect(await state(database), `killed at ${statement}`).toEqual(before);
      }
    }
    throw new Error('It never came through.');
  }

  it('killed while it is held, holds the same when a later pull has read again', async () => {
    await untilHeldTwice();
    const undisturbed = await state(database);
    expect(undisturbed.held.filter(({ status }) => status === 'HELD')).toHaveLength(6 + 4);
    await anew();
    for (const read of reads) {
      read();
      await diesAtEachStatement((on) => pull(pullable(on), 'a test', never));
    }
    expect(await state(database)).toEqual(undisturbed);
  });

  it.each([
    { what: 'approved', decide: approveHeld },
    { what: 'rejected', decide: rejectHeld },
  ])('killed while it is $what, is wholly $what or still held', async ({ decide }) => {
    const deciding = (on: Database) =>
      decide(on, clock, 'TST', { pull: 'TST-3', decidedBy: 'custodian', reason: 'Asked.' }, never);
    await untilHeldTwice();
    await deciding(database);
    const undisturbed = await state(database);
    await anew();
    await untilHeldTwice();
    await diesAtEachStatement(deciding);
    expect(await state(database)).toEqual(undisturbed);
  });

  it('lets nothing of a decision take effect once another instance took it over', async () => {
    await untilHeldTwice();
    const before = await state(database);
    const lost = AbortSignal.abort(new Error('The lease was lost.'));
    const request = { pull: 'TST-3', decidedBy: 'custodian', reason: 'Asked.' };
    await expect(approveHeld(database, clock, 'TST', request, lost)).rejects.toThrow('lease');
    await expect(rejectHeld(database, clock, 'TST', request, lost)).rejects.toThrow('lease');
    expect(await state(database)).toEqual(before);
  });
});
