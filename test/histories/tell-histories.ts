import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { databases } from '../support/databases.ts';
import { history, type Step, told } from './history.ts';
import { HistoryDirectory } from './history-directory.ts';
import { difference } from './normal-form.ts';
import { type Plan, planOf } from './plan.ts';
import { Broken, runHistory } from './run-history.ts';

/** Tells random histories to the directory on one database. */
export function tellHistories(database: (typeof databases)[number], instances: 1 | 2, atLeast: number): void {
  const plan = planOf(database.name, atLeast);
  describe(`random histories on ${database.name}`, () => {
    let directory: HistoryDirectory;
    beforeAll(async () => {
      directory = await HistoryDirectory.open(database.make, instances);
    });
    afterAll(() => directory.close());

    test('whatever happens in whatever order, consent, provenance, precedence and the feeds hold', {
      timeout: plan.timeout,
    }, async () => {
      await plan.run((runs) => check(directory, instances, plan, runs));
    });
  });
}

/** So long values are made smaller after a failure, before steps are left out. */
const shrinkingMilliseconds = 20_000;

async function check(
  directory: HistoryDirectory,
  instances: 1 | 2,
  plan: Plan,
  runs: number,
): Promise<number> {
  let failedAt: number | undefined;
  const property = fc.asyncProperty(history(instances), async (steps) => {
    if (failedAt !== undefined && Date.now() > failedAt + shrinkingMilliseconds) return;
    const problem = await problemOf(directory, steps);
    if (problem === null) return plan.told();
    failedAt ??= Date.now();
    throw new Error(problem);
  });
  const { seed, path } = plan;
  const outcome = await fc.check(property, {
    numRuns: runs,
    ...(seed === null ? {} : { seed }),
    ...(path === null ? {} : { path }),
  });
  if (!outcome.failed) return outcome.numRuns;
  const [found] = outcome.counterexample ?? [[]];
  const { steps, problem } = await smallest(directory, found ?? []);
  expect.fail(
    [
      'A history breaks what always holds. Repeat it with',
      `  HISTORIES_SEED=${outcome.seed} HISTORIES_PATH=${outcome.counterexamplePath} npx vitest run ${plan.file}`,
      ...steps.map((step, index) => `${String(index + 1).padStart(3)}. ${told(step)}`),
      problem,
    ].join('\n'),
  );
}

/** Leaves out of a history that breaks something all that it can do without. */
async function smallest(directory: HistoryDirectory, found: readonly Step[]) {
  let steps = [...found];
  let problem = await problemOf(directory, steps);
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < steps.length; ) {
      const fewer = [...steps.slice(0, from), ...steps.slice(from + size)];
      const left = await problemOf(directory, fewer);
      if (left === null) from += size;
      else [steps, problem] = [fewer, left];
    }
  return { steps, problem: problem ?? 'It did not break a second time.' };
}

/** What a history breaks; null where it breaks nothing. */
async function problemOf(directory: HistoryDirectory, steps: readonly Step[]): Promise<string | null> {
  try {
    await holds(directory, steps);
    return null;
  } catch (error) {
    if (error instanceof Broken) return error.message;
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

async function holds(directory: HistoryDirectory, steps: readonly Step[]): Promise<void> {
  const disturbed = await runHistory(directory, steps);
  if (disturbed.kills === 0 || steps.some(({ act }) => act === 'together')) return;
  // 3. Killed and started again, the directory ends as if nothing had happened.
  const undisturbed = await runHistory(directory, steps, true);
  const differs = difference(undisturbed.normalForm, disturbed.normalForm);
  if (differs !== '')
    throw new Broken(`killed and started again, the directory ended otherwise:\n${differs}`);
}
