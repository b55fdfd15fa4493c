import type { EntityManager } from 'typeorm';
import { type Clock, instant } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { PullOutcome } from '../../platform/vocabulary/terms.ts';
import { PullRow } from './storage/tables.ts';

/** Writes down that a pull begins. Whatever still says it is running has died: nobody else may pull now. */
export function beginPull(database: Database, clock: Clock, requestedBy: string): Promise<PullRow> {
  return database.write(async (manager) => {
    await endInterrupted(manager, clock);
    const last = await manager.maximum(PullRow, 'number');
    const row: PullRow = {
      number: (last ?? 0) + 1,
      outcome: 'RUNNING',
      requested_by: requestedBy,
      started_at: instant(clock.now()),
      finished_at: null,
      read_count: 0,
      added: 0,
      changed: 0,
      removed: 0,
      set_aside: 0,
      problem: null,
      held: null,
      decision: null,
      decided_by: null,
      decided_at: null,
      decision_reason: null,
      settled_by: null,
    };
    await manager.insert(PullRow, row);
    return row;
  });
}

/** Ends the pulls of processes that died. Only for who knows that no pull is under way. */
export async function endInterrupted(manager: EntityManager, clock: Clock): Promise<void> {
  await manager.update(
    PullRow,
    { outcome: 'RUNNING' satisfies PullOutcome },
    {
      outcome: 'FAILED',
      finished_at: instant(clock.now()),
      problem:
        'The pull was interrupted: its process ended. Nothing of it was kept; the next pull reads again.',
    },
  );
}

/** This pull was ended by another instance, which took it for dead. Then nothing of it may take effect. */
export class PullTakenOver extends Error {
  constructor(number: number) {
    super(`Pull ${number} was ended by another instance.`);
    this.name = 'PullTakenOver';
  }
}

export type PullEnd = Pick<PullRow, 'outcome'> & Partial<Omit<PullRow, 'number' | 'outcome'>>;

/**
 * Ends a pull, in the transaction of its effect.
 * @throws PullTakenOver
 */
export async function endPull(
  manager: EntityManager,
  clock: Clock,
  number: number,
  end: PullEnd,
): Promise<PullRow> {
  const row = await manager.findOneByOrFail(PullRow, { number });
  if (row.outcome !== 'RUNNING') throw new PullTakenOver(number);
  const ended = { ...end, finished_at: instant(clock.now()) };
  await manager.update(PullRow, { number }, ended);
  return { ...row, ...ended };
}
