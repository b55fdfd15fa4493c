import { randomUUID } from 'node:crypto';
import cron, { type Logger, type ScheduledTask } from 'node-cron';
import type { Clock } from '../clock/clock.ts';
import { instant } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { conflict } from '../errors/problem.ts';
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
const turnPollMilliseconds = 50;

/**
 * Runs a part's jobs. The database holds due times and leases, so that two instances never run one job at once, a run
 * that was missed is caught up, and the lease of a process that died ends by itself. node-cron only ticks.
 */
export class Scheduler {
  readonly #jobs = new Map<string, Job>();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  /** The jobs that run in this process. */
  readonly #leases = new Set<string>();
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Log;
  #ticker: ScheduledTask | undefined;

  constructor(database: Database, clock: Clock, log: Log) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Makes the job known; its first run is due by its schedule. A run that was missed stays due, and one that was put off
   * stays put off, unless the schedule has changed since.
   */
  async define(job: Job): Promise<void> {
    this.#jobs.set(job.name, job);
    const { name, schedule } = job;
    const now = this.#clock.now();
    const due = instant(nextDue(schedule, now));
    await this.#database.writeUnseen(async (manager) => {
      const known = await manager.findOneBy(ScheduledJob, { name });
      if (!known) {
        await manager.insert(ScheduledJob, {
          name,
          schedule,
          due_at: due,
          lease_owner: null,
          lease_until: null,
        });
        return;
      }
      const missed = known.due_at <= instant(now);
      if (known.schedule !== schedule)
        await manager.update(ScheduledJob, { name }, { schedule, due_at: missed ? known.due_at : due });
      // On SQLite this process is the only one on the file: whoever held a lease has died.
      if (this.#database.kind === 'sqlite')
        await manager.update(ScheduledJob, { name }, { lease_owner: null, lease_until: null });
    });
  }

  start(): void {
    this.#ticker ??= cron.schedule(
      '*/5 * * * * *',
      () => this.tick().catch((err) => this.#log.error({ err }, 'tick failed')),
      // A tick that was missed is none the worse: what is due stays due.
      { noOverlap: true, suppressMissedWarning: true, logger: loggerOf(this.#log) },
    );
  }

  /** Runs every job that is due and that nobody runs. */
  async tick(): Promise<void> {
    const now = instant(this.#clock.now());
    const rows = await this.#database.read((manager) => manager.find(ScheduledJob));
    for (const { name, due_at } of rows) {
      const job = this.#jobs.get(name);
      if (!job || due_at > now || this.#stopping.signal.aborted) continue;
      const run = this.#takeTurn(name, 'when due', (signal) => job.run(signal));
      this.#track(run.catch((err) => this.#log.error({ err, job: name }, 'job failed')));
    }
  }

  async dueAt(name: string): Promise<string | null> {
    const row = await this.#database.read((manager) => manager.findOneBy(ScheduledJob, { name }));
    return row?.due_at ?? null;
  }

  /** Puts off the next run, where the other side asked for it. */
  async postpone(name: string, until: Date): Promise<void> {
    await this.#database.writeUnseen(async (manager) => {
      const row = await manager.findOneBy(ScheduledJob, { name });
      if (row && row.due_at < instant(until))
        await manager.update(ScheduledJob, { name }, { due_at: instant(until) });
    });
  }

  /**
   * Runs work that must not run beside the job of that name, waiting for its turn. It counts as a run of the job.
   * @throws Problem CONFLICT where the turn does not come within `waitMilliseconds`, or everything is stopping
   */
  async exclusively<T>(
    name: string,
    work: (signal: AbortSignal) => Promise<T>,
    waitMilliseconds = 120_000,
  ): Promise<T> {
    for (let waited = 0; ; waited += turnPollMilliseconds) {
      if (this.#stopping.signal.aborted) throw conflict('The product is stopping. Try again in a minute.');
      const turn = this.#takeTurn(name, 'any time', work);
      this.#track(turn.catch(() => undefined)); // the caller gets the error
      const done = await turn;
      if (done) return done.result;
      if (waited >= waitMilliseconds)
        throw conflict(`Another run of "${name}" is still under way. Try again in a minute.`);
      await this.#clock.sleep(turnPollMilliseconds);
    }
  }

  /** Aborts what runs, and lets nothing new begin. */
  interrupt(): void {
    this.#stopping.abort();
  }

  /** Interrupts, and waits for the end of what runs. */
  async stop(): Promise<void> {
    this.interrupt();
    await this.#ticker?.destroy();
    await Promise.all(this.#running);
  }

  #track(run: Promise<unknown>): void {
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  /** @returns null where it was not this one's turn */
  async #takeTurn<T>(
    name: string,
    when: 'when due' | 'any time',
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<{ readonly result: T } | null> {
    const lease = await this.#claim(name, when);
    if (!lease) return null;
    this.#leases.add(name);
    try {
      return { result: await this.#renewing(name, lease, work) };
    } finally {
      this.#leases.delete(name);
      await this.#release(name, lease);
    }
  }

  /**
   * @param when a tick read the due time before its turn to write came: another instance may have run the job in between
   * @returns a lease of this run alone; null where the job runs elsewhere or is not due
   */
  #claim(name: string, when: 'when due' | 'any time'): Promise<string | null> {
    return this.#database.writeUnseen(async (manager) => {
      const row = await manager.findOneBy(ScheduledJob, { name });
      if (!row) throw new Error(`No job ${name} is defined.`);
      const now = instant(this.#clock.now());
      // A process that was suspended past the end of its lease still runs what it began.
      if (this.#stopping.signal.aborted || this.#leases.has(name)) return null;
      if (row.lease_until !== null && row.lease_until > now) return null;
      if (when === 'when due' && row.due_at > now) return null;
      const lease = randomUUID();
      await manager.update(ScheduledJob, { name }, { lease_owner: lease, lease_until: this.#leaseEnd() });
      return lease;
    });
  }

  async #renewing<T>(name: string, lease: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const lost = new AbortController();
    const renewal = setInterval(
      () => {
        this.#renew(name, lease).then(
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
    }
  }

  #renew(name: string, lease: string): Promise<boolean> {
    return this.#database.writeUnseen(async (manager) => {
      const held = await manager.findOneBy(ScheduledJob, { name, lease_owner: lease });
      if (held) await manager.update(ScheduledJob, { name }, { lease_until: this.#leaseEnd() });
      return held !== null;
    });
  }

  async #release(name: string, lease: string): Promise<void> {
    await this.#database.writeUnseen(async (manager) => {
      const held = await manager.findOneBy(ScheduledJob, { name, lease_owner: lease });
      if (!held) return;
      const next = instant(nextDue(held.schedule, this.#clock.now()));
      const wasPutOff = held.due_at > next;
      const free = { lease_owner: null, lease_until: null };
      await manager.update(ScheduledJob, { name }, wasPutOff ? free : { ...free, due_at: next });
    });
  }

  #leaseEnd(): string {
    return instant(new Date(this.#clock.now().getTime() + leaseSeconds * 1000));
  }
}

/** What node-cron says stands in the log like everything else, and not beside it. */
function loggerOf(log: Log): Logger {
  const told = (message: string | Error, err?: Error) =>
    typeof message === 'string' ? ([{ err }, message] as const) : ([{ err: message }, 'node-cron'] as const);
  return {
    debug: (message, err) => log.debug(...told(message, err)),
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    error: (message, err) => log.error(...told(message, err)),
  };
}
