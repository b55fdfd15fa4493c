import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type FuzzPlan, fuzz } from './run.ts';

// npm run fuzz says by these how much is wanted; without them it is what a test run has time for.
const { FUZZ_RUNS, FUZZ_SEED, FUZZ_KIND, FUZZ_TAPE, FUZZ_PROGRESS, FUZZ_REPORT } = process.env;
const isLong = FUZZ_RUNS !== undefined;

const plan: FuzzPlan = {
  runs: Number(FUZZ_RUNS ?? 2_000),
  seed: FUZZ_SEED ? Number(FUZZ_SEED) : Math.floor(Math.random() * 1_000_000),
  // Beside other tests a processor may be somebody else's for a while.
  patience: isLong ? 5_000 : 20_000,
  seconds: isLong ? null : 8,
  kind: FUZZ_KIND ?? null,
  tape: FUZZ_TAPE ? FUZZ_TAPE.split(',').map(Number) : null,
  progress: (done, of, defects) => {
    if (FUZZ_PROGRESS) writeFileSync(FUZZ_PROGRESS, JSON.stringify({ done, of, defects }));
  },
};

test('no input crashes, hangs, loosens its tongue, or changes what it may not', {
  timeout: 24 * 3600_000,
}, async () => {
  const report = await fuzz(plan);
  if (FUZZ_REPORT) writeFileSync(FUZZ_REPORT, JSON.stringify(report));
  const told = report.defects.map(
    ({ kind, tape, message }) =>
      `${message}\n  again: npm run fuzz -- --seed ${report.seed}${tape.length > 0 ? ` --kind "${kind}" --tape ${tape.join(',')}` : ''}`,
  );
  expect(told.join('\n\n'), `seed ${report.seed}`).toBe('');
  expect(report.exitStatus).toBe(0);
  expect(report.total).toBeGreaterThan(isLong ? 0 : 100);
});
