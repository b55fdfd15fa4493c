import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { memberStates } from '../../platform/states/states.ts';
import { remindOfReviews } from '../../subgraphs/directory/review/remind.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { TestClock } from '../support/clock.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { dyingAt, Killed } from '../support/dying-database.ts';
import {
  beginYear,
  confirmOn,
  dayAfter,
  days,
  expectedYear,
  firstDay,
  planYear,
  randomOf,
  toldIn,
} from './year.ts';

const sorted = (told: ReadonlyMap<string, string[]>) => [...told].sort(([a], [b]) => (a < b ? -1 : 1));

describe.each(databases)('a year of 193 states, on $name', ({ name, make }) => {
  let storage: TestStorage;
  const clock = new TestClock();
  const open: Database[] = [];
  const instance = async () => {
    const database = await openDatabase(directoryStorage, storage.location);
    open.push(database);
    return database;
  };
  beforeEach(async () => {
    storage = await make();
  });
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
    await storage.drop();
  });

  it('has every reminder exactly once on its day, though processes are killed and two run at once', async () => {
    const contacts = planYear(193);
    expect(new Set(contacts.map(({ iso3 }) => iso3)).size).toBe(memberStates.length);
    const { reminders, confirmed } = expectedYear(contacts);
    // SQLite is one process's.
    const instances = name === 'SQLite' ? [await instance()] : [await instance(), await instance()];
    const [first] = instances;
    if (!first) throw new Error('no instance');
    await beginYear(first, contacts);
    const random = randomOf(7);
    let killed = 0;
    for (let count = 0; count < days; count += 1) {
      const day = dayAfter(firstDay, count);
      for (const hour of ['00', '08', '16']) {
        clock.set(`${day}T${hour}:10:00.000Z`);
        const runs = instances.map(async (database) => {
          const dies = hour !== '16' && random() < 0.3;
          killed += dies && (await isKilled(database, clock, 1 + Math.floor(random() * 30))) ? 1 : 0;
          if (!dies) await remindOfReviews({ database, clock });
        });
        await Promise.all(runs);
      }
      const answers = confirmed.get(day) ?? [];
      if (answers.length > 0) await confirmOn(first, answers, `${day}T20:00:00.000Z`);
    }
    expect(killed, 'processes were killed').toBeGreaterThan(20);
    expect(reminders.size, 'states were reminded').toBeGreaterThan(1500);
    expect(sorted(await toldIn(first))).toEqual(sorted(reminders));
  }, 120_000);

  it('catches up a reminder whose day nobody ran on, once, and goes on from there', async () => {
    const contact = {
      id: 'EST-1',
      iso3: 'EST',
      confirmedOn: '2026-03-10',
      months: 12 as const,
      answersAfter: null,
    };
    const database = await instance();
    await beginYear(database, [contact]);
    // Seven days before, on 3 March, nothing ran; and on the 6th twice.
    for (const day of ['2027-01-09', '2027-02-08', '2027-03-02', '2027-03-06', '2027-03-06', '2027-03-17']) {
      clock.set(`${day}T09:00:00.000Z`);
      await remindOfReviews({ database, clock });
    }
    expect(sorted(await toldIn(database)).map(([event]) => event.slice(-10))).toEqual([
      '2027-01-09',
      '2027-02-08',
      '2027-03-06',
      '2027-03-17',
    ]);
  });
});

/** A run whose process dies at its n-th statement that writes. @returns whether it came that far */
async function isKilled(database: Database, clock: Clock, statement: number): Promise<boolean> {
  try {
    await remindOfReviews({ database: dyingAt(database, statement), clock });
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}
