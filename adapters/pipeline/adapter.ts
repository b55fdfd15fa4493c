import type { Clock } from '../../platform/clock/clock.ts';
import type { Storage } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { resealInBackground } from '../../platform/encryption/reseal.ts';
import { conflict } from '../../platform/errors/problem.ts';
import type { Part } from '../../platform/graphql/part.ts';
import type { TokenVerifier } from '../../platform/identity/tokens.ts';
import { operationsAs } from '../../platform/ledger/actor.ts';
import { keepSealed, sealSchedule } from '../../platform/ledger/keep-sealed.ts';
import { lastCheckpoints } from '../../platform/ledger/last-checkpoints.ts';
import type { LedgerSeal } from '../../platform/ledger/seal.ts';
import type { Log } from '../../platform/log/log.ts';
import { ReadingsLedger } from '../../platform/readings/readings-ledger.ts';
import { readingsReports } from '../../platform/readings/report.ts';
import { RequestReadings } from '../../platform/readings/request-readings.ts';
import { Scheduler } from '../../platform/scheduler/scheduler.ts';
import type { RegionalDirectory, Source } from '../contract.ts';
import { withAccess } from './access.ts';
import { approveHeld, type HeldDecisionRequest, heldApproval, rejectHeld } from './decide-held.ts';
import type { AdapterContext } from './graphql/context.ts';
import type { GuardLimits } from './guard.ts';
import { publishedHeldChanges, publishedPull } from './publish.ts';
import { publishedDirectory } from './published-directory.ts';
import { type Pullable, pull } from './pull.ts';
import { endInterrupted } from './pull-record.ts';
import { adapterStorage, type PullRow } from './storage/tables.ts';
import { adapterSchema } from './subgraph.ts';
import { livesFromSubmissions, type Submission, submit } from './submission.ts';

export interface AdapterOptions {
  readonly directory: RegionalDirectory;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly tokens: TokenVerifier;
  /** Null where no source is configured: then pulls fail and say so, and the entries stay. */
  readonly sourceUrl: URL | null;
  /** What the directory's `settings` gave. */
  readonly settings: unknown;
  /** Cron expression in UTC. */
  readonly schedule: string;
  /** How much may go at once without a person's yes. */
  readonly guard: GuardLimits;
  /** What seals the ledgers; without it they are not sealed, and a tail that is cut off goes unnoticed. */
  readonly seal?: LedgerSeal;
}

const job = 'pull';
const longestPostponementMilliseconds = 24 * 60 * 60_000;

/** Opens the storage of a regional directory and makes it a part. Nothing is pulled before `start`, or until asked. */
export async function openAdapter(options: AdapterOptions): Promise<Part> {
  const { directory, clock, log, tokens, schedule } = options;
  const { code } = directory;
  const model = adapterStorage(code);
  const database = await openDatabase(model, options.storage);
  // On SQLite this process is alone on the file; elsewhere a pull may be under way in another, and the next one will tell.
  if (database.kind === 'sqlite') await database.write((manager) => endInterrupted(manager, clock));
  const readings = await ReadingsLedger.open(model.part, options.storage, clock).catch(async (error) => {
    await database.close();
    throw error;
  });
  const ledgers = [{ name: model.part, database }, readings];
  const sealAll = async () => {
    if (options.seal) await keepSealed(ledgers, clock, log, options.seal);
  };
  const scheduler = new Scheduler(database, clock, log);
  const pullable: Pullable = {
    directory,
    database,
    clock,
    log,
    guard: options.guard,
    source: configuredSource(options),
  };

  async function pullAlone(requestedBy: string, signal: AbortSignal): Promise<PullRow> {
    const { pull: ended, retryAt } = await pull(pullable, requestedBy, signal);
    if (retryAt) {
      const latest = clock.now().getTime() + longestPostponementMilliseconds;
      await scheduler.postpone(job, new Date(Math.min(retryAt.getTime(), latest)));
    }
    return ended;
  }

  await scheduler.define({
    name: job,
    schedule,
    run: async (signal) => {
      if (await livesFromSubmissions(pullable)) return;
      await pullAlone('schedule', signal);
    },
  });

  let resealing: ReturnType<typeof resealInBackground> | undefined;
  return {
    subgraph: adapterSchema(code),
    context: async (request): Promise<AdapterContext> => {
      const caller = await tokens.caller(request.authorization);
      const reading = {
        ...publishedDirectory(database, code),
        outline: async () => ({
          code,
          name: directory.name,
          levels: directory.rules.levels,
          namesFunctions: directory.rules.namesFunctions,
          removalsMayBeReplaced: directory.rules.absence === 'nothing',
          schedule,
          nextPullAt: await scheduler.dueAt(job),
        }),
        readings: readingsReports(readings),
        ledgerCheckpoints: (first: number) => lastCheckpoints(ledgers, first),
        heldChanges: async (pull: string) =>
          publishedHeldChanges(code, await heldApproval(database, clock, code, pull)),
      };
      const acts = {
        pull: async (requestedBy: string) => {
          if (await livesFromSubmissions(pullable))
            throw conflict(`${code} has no source to pull: its organisation submits its entries.`);
          return publishedPull(
            code,
            await scheduler.exclusively(job, (signal) => pullAlone(requestedBy, signal)),
          );
        },
        submit: async (submission: Submission) => {
          const submitting = (signal: AbortSignal) => submit(pullable, submission, signal);
          return publishedPull(code, await scheduler.exclusively(job, submitting));
        },
        approve: async (request: HeldDecisionRequest) => {
          const approving = (signal: AbortSignal) => approveHeld(database, clock, code, request, signal);
          return publishedPull(code, await scheduler.exclusively(job, approving));
        },
        reject: async (request: HeldDecisionRequest) => {
          const rejecting = async (signal: AbortSignal) => {
            const { pull: rejected, channel } = await rejectHeld(database, clock, code, request, signal);
            if (pullable.source && channel === 'source') await pullAlone(request.decidedBy, signal);
            return rejected;
          };
          return publishedPull(code, await scheduler.exclusively(job, rejecting));
        },
      };
      return {
        operations: withAccess({ ...reading, ...operationsAs(caller, acts) }, caller, code),
        readings: new RequestReadings(readings, caller, request),
      };
    },
    revision: () => database.revision(),
    start: async () => {
      resealing = resealInBackground(database, model.part, log);
      await scheduler.define({ name: 'seal', schedule: sealSchedule, run: sealAll });
      scheduler.start();
    },
    interrupt: () => scheduler.interrupt(),
    close: async () => {
      await scheduler.stop();
      await resealing?.stop();
      await sealAll();
      await readings.close();
      await database.close();
    },
  };
}

/** Opened at the first pull, and kept: a source may hold a token that is good for more than one. */
function configuredSource({
  directory,
  sourceUrl: url,
  settings,
  clock,
}: AdapterOptions): Pullable['source'] {
  if (!url) return null;
  let opened: Source<unknown> | undefined;
  return {
    url,
    open: () => {
      opened ??= directory.open(url, settings, { clock, userAgent: 'Crosspoint' });
      return opened;
    },
  };
}
