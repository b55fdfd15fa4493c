import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { createLog } from '../../platform/log/log.ts';
import { TestClock } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { dyingAt, Killed } from '../../test/support/dying-database.ts';
import { listed, ScriptedDirectory } from '../../test/support/scripted-directory.ts';
import { defaultGuard } from './guard.ts';
import { type Pullable, pull } from './pull.ts';
import { beginPull } from './pull-record.ts';
import { adapterStorage, ChangeRow, EntryRow, PullRow, SetAsideRow } from './storage/tables.ts';

const mari = listed('EST-1', 'Estonia', 'Mari Maasikas', { problem: 'Its telephone number is none.' });
const juri = listed('EST-2', 'Estonia', 'Jüri Juurikas');
const paavo = listed('FIN-1', 'Finland', 'Paavo Puu');
const edited = { ...juri, name: 'Jüri Uus' };
const never = new AbortController().signal;

describe.each(databases)('a pull whose process dies, on $name', ({ make }) => {
  let storage: TestStorage;
  let database: Database;
  let directory: ScriptedDirectory;
  const clock = new TestClock();

  beforeEach(async () => {
    storage = await make();
    database = await openDatabase(adapterStorage('TST'), storage.location);
    directory = new ScriptedDirectory();
  });
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

  /** All that users see but the pulls themselves: those tell of the interruption. */
  const published = () =>
    database.read(async (manager) => ({
      entries: await manager.find(EntryRow, { order: { source_key: 'ASC' } }),
      feed: (await manager.find(ChangeRow, { order: { seq: 'ASC' } })).map(
        ({ pull_number: _pull, epoch: _writing, ...change }) => change,
      ),
      setAside: (await manager.find(SetAsideRow)).map(({ location, reason }) => ({ location, reason })),
    }));

  async function firstPull(): Promise<void> {
    directory.gives(mari, juri);
    await pull(pullable(database), 'a test', never);
    directory.gives({ ...mari, problem: 'Now its e-mail address is none.' }, edited, paavo);
  }

  it('leaves, killed at any statement, what the next pull makes the same', async () => {
    await firstPull();
    await pull(pullable(database), 'a test', never);
    const undisturbed = await published();
    expect(undisturbed.feed.map(({ kind }) => kind)).toEqual(['ADDED', 'ADDED', 'CHANGED', 'ADDED']);

    let survived = false;
    for (let statement = 1; !survived; statement++) {
      await database.close();
      await storage.drop();
      storage = await make();
      database = await openDatabase(adapterStorage('TST'), storage.location);
      await firstPull();
      const before = await published();
      survived = await pull(pullable(dyingAt(database, statement)), 'a test', never).then(
        () => true,
        (error) => {
          if (!(error instanceof Killed)) throw error;
          return false;
        },
      );
      expect(survived ? undisturbed : before, `killed at ${statement}`).toEqual(await published());

      await database.close();
      database = await openDatabase(adapterStorage('TST'), storage.location);
      await pull(pullable(database), 'a test', never);
      expect(await published(), `after being killed at ${statement}`).toEqual(undisturbed);
      const running = await database.read((manager) => manager.countBy(PullRow, { outcome: 'RUNNING' }));
      expect(running).toBe(0);
      expect(statement).toBeLessThan(40);
    }
  }, 120_000);

  it('ends it as interrupted before the next one begins', async () => {
    await firstPull();
    await beginPull(database, clock, 'a process that dies');
    await pull(pullable(database), 'a test', never);
    const pulls = await database.read((manager) => manager.find(PullRow, { order: { number: 'ASC' } }));
    expect(pulls.map(({ outcome, problem }) => [outcome, problem])).toEqual([
      ['CHANGED', null],
      ['FAILED', expect.stringMatching(/interrupted/)],
      ['CHANGED', null],
    ]);
  });

  it('lets nothing of a pull take effect that another instance took for dead', async () => {
    await firstPull();
    let release = () => {};
    const suspended = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { next } = directory;
    let reading = () => {};
    const begun = new Promise<void>((resolve) => {
      reading = resolve;
    });
    directory.next = async (since, signal) => {
      reading();
      await suspended;
      return next(since, signal);
    };
    const slow = pull(pullable(database), 'the suspended instance', never);
    await begun;
    directory.gives(mari, juri, paavo);
    await pull(pullable(database), 'another instance', never);
    const after = await published();
    release();
    expect((await slow).pull).toMatchObject({
      outcome: 'FAILED',
      problem: expect.stringMatching(/interrupted/),
    });
    expect(await published()).toEqual(after);
  });
});
