import { randomUUID } from 'node:crypto';
import cron, { type ScheduledTask } from 'node-cron';
import type { Clock } from '../clock/clock.ts';
import { instant } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log/log.ts';
import { nextDue } from './cron.ts';
import { ScheduledJob } from './storage.ts';

export interface Job {
  readonly name: string;
  /** Cron expression in UTC. */
  readonly schedule: string;
  /** The signal aborts when the part stops or the lease is lost. */
  run(signal: AbortSignal): Promise<void>;
}

const leaseSeconds = 15;

/**
 * Runs a part's jobs. The database holds due times and leases, so that two instances never run one job at once, a run
 * that was missed is caught up, and the lease of a process that died ends by itself. node-cron only ticks.
 */
export class Scheduler {
  readonly #owner = randomUUID();
  readonly #jobs = new Map<string, Job>();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Log;
  #ticker: ScheduledTask | undefined;

  constructor(database: Database, clock: Clock, log: Log) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
  }

  /** Makes the job known; its first run is due by its schedule, or at once where one was missed. */
  async define(job: Job): Promise<void> {
    this.#jobs.set(job.name, job);
    const due = instant(nextDue(job.schedule, this.#clock.now()));
    await this.#database.write(async (manager) => {
      const known = await manager.findOneBy(ScheduledJob, { name: job.name });
      if (!known) {
        await manager.insert(ScheduledJob, {
          name: job.name,
          due_at: due,
          lease_owner: null,
          lease_until: null,
        });
        return;
      }
      // A schedule that became more frequent counts from now on; a missed run stays due.
      if (known.due_at === null || known.due_at > due)
        await manager.update(ScheduledJob, { name: job.name }, { due_at: due });
      // On SQLite this process is the only one on the file: whoever held a lease has died.
      if (this.#database.kind === 'sqlite') {
        await manager.update(ScheduledJob, { name: job.name }, { lease_owner: null, lease_until: null });
      }
    });
  }

  start(): void {
    this.#ticker ??= cron.schedule(
      '*/5 * * * * *',
      () => this.tick().catch((err) => this.#log.error({ err }, 'tick failed')),
      {
        noOverlap: true,
      },
    );
  }

  /** Runs every job that is due and that nobody runs. */
  async tick(): Promise<void> {
    const now = instant(this.#clock.now());
    const rows = await this.#database.read((manager) => manager.find(ScheduledJob));
    const due = rows.filter(
      (row) => row.due_at !== null && row.due_at <= now && !(row.lease_until && row.lease_until > now),
    );
    for (const row of due) {
      const job = this.#jobs.get(row.name);
      if (!job || this.#stopping.signal.aborted) continue;
      const run = this.#tryRun(job);
      this.#track(run.catch((err) => this.#log.error({ err, job: job.name }, 'job failed')));
    }
  }

  async dueAt(name: string): Promise<string | null> {
    const row = await this.#database.read((manager) => manager.findOneBy(ScheduledJob, { name }));
    return row?.due_at ?? null;
  }

  /** Puts off the next run, where the other side asked for it. */
  async postpone(name: string, until: Date): Promise<void> {
    await this.#database.write(async (manager) => {
      const row = await manager.findOneBy(ScheduledJob, { name });
      if (row?.due_at && row.due_at < instant(until))
        await manager.update(ScheduledJob, { name }, { due_at: instant(until) });
    });
  }

  /**
   * Runs work that must not run beside the job of that name, waiting for its turn.
   * @throws where the turn does not come within `waitMilliseconds`
   */
  async exclusively<T>(
    name: string,
    work: (signal: AbortSignal) => Promise<T>,
    waitMilliseconds = 120_000,
  ): Promise<T> {
    const deadline = Date.now() + waitMilliseconds;
    while (!(await this.#claim(name))) {
      if (Date.now() > deadline) throw new Error(`${name} is still running elsewhere.`);
      await this.#clock.sleep(50, this.#stopping.signal);
    }
    const run = this.#underLease(name, work);
    this.#track(
      run.then(
        () => undefined,
        () => undefined,
      ),
    );
    return run;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ticker?.destroy();
    await Promise.all(this.#running);
  }

  #track(run: Promise<unknown>): void {
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  async #tryRun(job: Job): Promise<void> {
    if (await this.#claim(job.name)) await this.#underLease(job.name, (signal) => job.run(signal));
  }

  #claim(name: string): Promise<boolean> {
    return this.#database.write(async (manager) => {
      const row = await manager.findOneBy(ScheduledJob, { name });
      if (!row) throw new Error(`No job ${name} is defined.`);
      if (row.lease_until !== null && row.lease_until > instant(this.#clock.now())) return false;
      await manager.update(
        ScheduledJob,
        { name },
        { lease_owner: this.#owner, lease_until: this.#leaseEnd() },
      );
      return true;
    });
  }

  async #underLease<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const lost = new AbortController();
    const renewal = setInterval(
      () => {
        this.#renew(name).then(
          (held) => held || lost.abort(new Error(`The lease of ${name} was lost.`)),
          (err) => this.#log.warn({ err, job: name }, 'lease not renewed'),
        );
      },
      (leaseSeconds * 1000) / 3,
    );
    try {
      return await work(AbortSignal.any([lost.signal, this.#stopping.signal]));
    } finally {
      clearInterval(renewal);
      await this.#release(name);
    }
  }

  #renew(name: string): Promise<boolean> {
    return this.#database.write(async (manager) => {
      const held = await manager.findOneBy(ScheduledJob, { name, lease_owner: this.#owner });
      if (held) await manager.update(ScheduledJob, { name }, { lease_until: this.#leaseEnd() });
      return held !== null;
    });
  }

  async #release(name: string): Promise<void> {
    const job = this.#jobs.get(name);
    await this.#database.write(async (manager) => {
      const held = await manager.findOneBy(ScheduledJob, { name, lease_owner: this.#owner });
      if (!held) return;
      const next = job ? instant(nextDue(job.schedule, this.#clock.now())) : null;
      const due = held.due_at !== null && next !== null && held.due_at > next ? held.due_at : next;
      await manager.update(ScheduledJob, { name }, { lease_owner: null, lease_until: null, due_at: due });
    });
  }

  #leaseEnd(): string {
    return instant(new Date(this.#clock.now().getTime() + leaseSeconds * 1000));
  }
}
