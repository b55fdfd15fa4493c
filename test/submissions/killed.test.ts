import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirmSubmission } from '../../subgraphs/directory/submissions/decide.ts';
import { databases } from '../support/databases.ts';
import { dyingAt, Killed } from '../support/dying-database.ts';
import { duty, law } from './offices.ts';
import { SubmissionWorld } from './submission-world.ts';

describe.each(databases)('a process that dies while a submission takes effect, on $name', ({ make }) => {
  let world: SubmissionWorld;
  beforeAll(async () => {
    world = await SubmissionWorld.start(make);
  });
  afterAll(() => world.stop());

  it('leaves all of it undone, whenever it dies; said yes to again, all of it is done once', async () => {
    const { id } = await world.nominates(duty);
    const entered = await world.enters([{ add: law }, { remove: { id, revision: 1, reason: 'Closed.' } }]);
    const told = await world.told();
    const rows = (await world.ledger()).length;
    let statement = 1;
    for (let died = true; died; statement += 1) {
      const parts = world.partsOn(dyingAt(world.database, statement));
      died = await confirmSubmission(parts, { id: entered.id, revisions: [] }, 'authority').then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof Killed)) throw error;
          return true;
        },
      );
      if (!died) break;
      expect((await world.contacts()).map(({ entity }) => entity)).toEqual([duty.entity]);
      expect((await world.submission(entered.id))?.status).toBe('WAITING');
      expect(await world.told()).toEqual(told);
      expect(await world.ledger()).toHaveLength(rows);
    }
    expect(statement).toBeGreaterThan(10);
    expect((await world.contacts()).map(({ entity }) => entity)).toEqual([law.entity]);
    expect((await world.told()).slice(told.length)).toEqual([
      'submission.confirmed to custodian',
      'submission.confirmed to authority',
    ]);
  });
});
