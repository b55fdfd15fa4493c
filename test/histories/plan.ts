import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many histories to tell, and from which seed. */
export interface Plan {
  readonly seed: number | null;
  readonly path: string | null;
  readonly file: string;
  readonly timeout: number;
  /** One more history held. */
  told(): void;
  /** Lets histories be told, in portions, until there are enough. @param portion tells so many */
  run(portion: (runs: number) => Promise<number>): Promise<void>;
}

const portion = 50;

/**
 * `HISTORIES_SEED` and `HISTORIES_PATH` repeat a failure, `HISTORIES_RUNS` says how many to tell; without them it is a random
 * seed and as many as a test run has time for. Where `HISTORIES_PROGRESS` names a folder, all databases count together there.
 */
export function planOf(name: string, atLeast: number): Plan {
  const { HISTORIES_SEED, HISTORIES_PATH, HISTORIES_RUNS, HISTORIES_PROGRESS } = process.env;
  const file = `test/histories/${name.toLowerCase()}.test.ts`;
  const runs = HISTORIES_RUNS ? Number(HISTORIES_RUNS) : atLeast;
  const seed = HISTORIES_SEED ? Number(HISTORIES_SEED) : null;
  const path = HISTORIES_PATH ?? null;
  let count = 0;
  const report = () => {
    if (HISTORIES_PROGRESS) writeFileSync(join(HISTORIES_PROGRESS, name), String(count));
  };
  const toldByAll = () =>
    HISTORIES_PROGRESS
      ? readdirSync(HISTORIES_PROGRESS)
          .map((one) => Number(readFileSync(join(HISTORIES_PROGRESS, one), 'utf8')))
          .reduce((sum, one) => sum + one, 0)
      : count;
  return {
    seed,
    path,
    file,
    timeout: 24 * 60 * 60_000,
    told: () => {
      count += 1;
      if (count % 10 === 0) report();
    },
    run: async (tell) => {
      if (seed !== null || path !== null || !HISTORIES_PROGRESS) {
        // A path leads to one history.
        await tell(path === null ? runs : 1);
        return;
      }
      while (toldByAll() < runs) {
        await tell(Math.min(portion, runs));
        report();
      }
    },
  };
}
