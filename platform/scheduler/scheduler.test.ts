import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import type { Clock } from '../clock/clock.ts';
import type { Database, StorageModel } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { createLog } from '../log/log.ts';
import { type Job, Scheduler } from './scheduler.ts';
import { CreateScheduledJobs1700000000000, ScheduledJob } from './storage.ts';

const model: StorageModel = {
  part: 'scheduled',
  entities: [ScheduledJob],
  migrations: [CreateScheduledJobs1700000000000],
};

/** Time stands still until a test moves it; waiting for one's turn takes a moment of real time. */
class HandClock implements Clock {
  #now = Date.parse('2026-11-02T09:30:00Z');
  now(): Date {
    return new Date(this.#now);
  }
  async sleep(): Promise<void> {
    await delay(5);
  }
  pass(seconds: number): void {
    this.#now += seconds * 1000;
  }
}

/** A run that ends when it is told to. */
class Run {
  readonly ended: Promise<void>;
  end: () => void = () => {};
  constructor(readonly signal: AbortSignal) {
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }
}

describe.each(databases)('the scheduler on $name', ({ make }) => {
  let storage: TestStorage;
  let database: Database;
  let clock: HandClock;
  let runs: Run[];
  let schedulers: Scheduler[];

  beforeEach(async () => {
    storage = await make();
    database = await openDatabase(model, storage.location);
    clock = new HandClock();
    runs = [];
    schedulers = [];
  });
  afterEach(async () => {
    for (const run of runs) run.end();
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
    await database.close();
    await storage.drop();
  });

  /** A job whose runs last until a test ends them, or everything stops. */
  const lasting = (schedule = '0 * * * *'): Job => ({
    name: 'pull',
    schedule,
    run: async (signal) => {
      const run = new Run(signal);
      runs.push(run);
      signal.addEventListener('abort', run.end);
      await run.ended;
    },
  });
  const brief = (schedule = '0 * * * *'): Job => ({
    name: 'pull',
    schedule,
    run: async (signal) => {
      runs.push(new Run(signal));
    },
  });
  async function instance(job: Job): Promise<Scheduler> {
    const scheduler = new Scheduler(database, clock, createLog('silent'));
    schedulers.push(scheduler);
    await scheduler.define(job);
    return scheduler;
  }
  async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
    for (let tries = 0; !(await check()); tries++) {
      if (tries > 400) throw new Error('It did not come to be.');
      await delay(5);
    }
  }
  const settle = () => delay(50);
  const free = async () => {
    const row = await database.read((manager) => manager.findOneByOrFail(ScheduledJob, { name: 'pull' }));
    return row.lease_owner === null;
  };

  it('runs a job when it is due, not before, and once', async () => {
    const scheduler = await instance(brief());
    expect(await scheduler.dueAt('pull')).toBe('2026-11-02T10:00:00.000Z');
    await scheduler.tick();
    await settle();
    expect(runs).toHaveLength(0);
    clock.pass(31 * 60);
    await scheduler.tick();
    await eventually(async () => runs.length === 1 && (await free()));
    expect(await scheduler.dueAt('pull')).toBe('2026-11-02T11:00:00.000Z');
    await scheduler.tick();
    await settle();
    expect(runs).toHaveLength(1);
  });

  it('catches up a run that was missed while nothing was running, once', async () => {
    await (await instance(brief())).stop();
    clock.pass(5 * 3600);
    const later = await instance(brief());
    await later.tick();
    await eventually(async () => runs.length === 1 && (await free()));
    expect(await later.dueAt('pull')).toBe('2026-11-02T15:00:00.000Z');
  });

  it('never lets two instances run one job at once, nor one after the other for the same due time', async () => {
    const [one, other] = [await instance(brief()), await instance(brief())];
    clock.pass(3600);
    await Promise.all([one.tick(), other.tick(), one.tick(), other.tick()]);
    await eventually(() => runs.length > 0);
    await settle();
    expect(runs).toHaveLength(1);
  });

  it('leaves a job alone that runs elsewhere, and takes it over once the lease of a dead process has ended', async () => {
    const dying = await instance(lasting());
    clock.pass(3600);
    await dying.tick();
    await eventually(() => runs.length === 1);
    // As on PostgreSQL, where define does not know that the other has died.
    const row = await database.read((manager) => manager.findOneByOrFail(ScheduledJob, { name: 'pull' }));
    const other = await instance(lasting());
    await database.write((manager) => manager.update(ScheduledJob, { name: 'pull' }, { ...row }));

    clock.pass(14);
    await other.tick();
    await settle();
    expect(runs).toHaveLength(1);
    clock.pass(2);
    await other.tick();
    await eventually(() => runs.length === 2);

    // The one that was taken for dead comes back and ends: the lease is no longer its own to give up.
    runs[0]?.end();
    await settle();
    expect(await free()).toBe(false);
  });

  it('does not run a job beside itself after the process was suspended past the end of its lease', async () => {
    const scheduler = await instance(lasting());
    clock.pass(3600);
    await scheduler.tick();
    await eventually(() => runs.length === 1);
    clock.pass(3600);
    await scheduler.tick();
    await settle();
    expect(runs).toHaveLength(1);
  });

  it('lets work that must run alone wait for its turn, and the job wait for that', async () => {
    const scheduler = await instance(lasting());
    clock.pass(3600);
    await scheduler.tick();
    await eventually(() => runs.length === 1);
    const order: string[] = [];
    const alone = scheduler.exclusively('pull', async () => {
      order.push('alone');
      await scheduler.tick();
      await settle();
      return 7;
    });
    await settle();
    expect(order).toEqual([]);
    runs[0]?.end();
    expect(await alone).toBe(7);
    expect(runs).toHaveLength(1);
  });

  it('passes on the error of work that ran alone, and frees the turn', async () => {
    const scheduler = await instance(brief());
    const failing = scheduler.exclusively('pull', () => Promise.reject(new Error('no such source')));
    await expect(failing).rejects.toThrow('no such source');
    expect(await scheduler.exclusively('pull', async () => 'next')).toBe('next');
  });

  it('says so where the turn does not come in time', async () => {
    const scheduler = await instance(lasting());
    clock.pass(3600);
    await scheduler.tick();
    await eventually(() => runs.length === 1);
    await expect(scheduler.exclusively('pull', async () => 1, 100)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/Try again/),
    });
  });

  it('goes on after a job that failed', async () => {
    const scheduler = await instance({
      ...brief(),
      run: async (signal) => {
        runs.push(new Run(signal));
        throw new Error('failed');
      },
    });
    for (const expected of [1, 2]) {
      clock.pass(3600);
      await scheduler.tick();
      await eventually(async () => runs.length === expected && (await free()));
    }
  });

  it('puts a run off, also over a restart and over a run in between', async () => {
    const scheduler = await instance(brief());
    await scheduler.postpone('pull', new Date('2026-11-02T12:34:00Z'));
    await scheduler.postpone('pull', new Date('2026-11-02T11:00:00Z'));
    await scheduler.exclusively('pull', async () => undefined);
    const restarted = await instance(brief());
    expect(await restarted.dueAt('pull')).toBe('2026-11-02T12:34:00.000Z');
  });

  it('follows a schedule that was changed, and still catches up what was missed', async () => {
    await instance(brief('0 0 1 1 *'));
    const hourly = await instance(brief('0 * * * *'));
    expect(await hourly.dueAt('pull')).toBe('2026-11-02T10:00:00.000Z');
    const weekly = await instance(brief('0 0 * * 0'));
    expect(await weekly.dueAt('pull')).toBe('2026-11-08T00:00:00.000Z');
    clock.pass(30 * 24 * 3600);
    expect(await (await instance(brief('0 0 1 1 *'))).dueAt('pull')).toBe('2026-11-08T00:00:00.000Z');
  });

  it('stops: tells what runs, waits for its end, and begins nothing more', async () => {
    const scheduler = await instance(lasting());
    scheduler.start();
    clock.pass(3600);
    await scheduler.tick();
    await eventually(() => runs.length === 1);
    const waiting = scheduler.exclusively('pull', async () => 'too late');
    const refused = expect(waiting).rejects.toMatchObject({ code: 'CONFLICT' });
    await scheduler.stop();
    await refused;
    expect(runs[0]?.signal.aborted).toBe(true);
    expect(await free()).toBe(true);
    clock.pass(3600);
    await scheduler.tick();
    await settle();
    expect(runs).toHaveLength(1);
    await expect(scheduler.exclusively('pull', async () => 1)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
