// Gives the built product and its readers random and mutated inputs: npm run fuzz -- --runs 100000 --seed 7.
// Says how far it is, and at the end the figures. Status 1 where something breaks: then each input that shows it, made small.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `Usage: npm run fuzz -- [--runs 100000] [--seed N] [--kind "acts" [--tape 1,2,3]]`;

function asked() {
  const text = { type: 'string' };
  const { values } = parseArgs({ options: { runs: text, seed: text, kind: text, tape: text } });
  const runs = Number(values.runs ?? 100_000);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed))
    throw new Error('No whole number.');
  if (values.tape !== undefined && (values.kind === undefined || !/^\d+(,\d+)*$/.test(values.tape)))
    throw new Error('--tape takes numbers, and goes with --kind.');
  return { ...values, runs, seed };
}

let wanted;
try {
  wanted = asked();
} catch (error) {
  process.stderr.write(`${error.message}\n${usage}\n`);
  process.exit(1);
}
// All that the run leaves behind, however it ends; PostgreSQL is another user.
const folder = mkdtempSync(join(tmpdir(), 'crosspoint-fuzz-'));
chmodSync(folder, 0o755);
const progressFile = join(folder, 'progress.json');
const reportFile = join(folder, 'report.json');
process.stderr.write(`Seed ${wanted.seed}.\n`);
const tests = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', 'test/fuzz/fuzz.test.ts'],
  {
    cwd: root,
    env: {
      ...process.env,
      FUZZ_RUNS: String(wanted.runs),
      FUZZ_SEED: String(wanted.seed),
      ...(wanted.kind === undefined ? {} : { FUZZ_KIND: wanted.kind }),
      ...(wanted.tape === undefined ? {} : { FUZZ_TAPE: wanted.tape }),
      TMPDIR: folder,
      FUZZ_PROGRESS: progressFile,
      FUZZ_REPORT: reportFile,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  },
);
let said = '';
for (const stream of [tests.stdout, tests.stderr])
  stream.on('data', (text) => {
    said += text;
  });

const began = Date.now();
let shown = 0;
const isTerminal = process.stderr.isTTY === true;
const read = (file) => {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  } catch {
    return null; // it is being written just now
  }
};
const ticking = setInterval(
  () => {
    const told = read(progressFile);
    if (!told) return;
    const seconds = (Date.now() - began) / 1000;
    const left =
      told.done === 0 ? '' : `, about ${inWords(((told.of - told.done) * seconds) / told.done)} left`;
    const found = told.defects.length === 0 ? '' : `, ${told.defects.length} defects`;
    for (const defect of told.defects.slice(shown)) process.stderr.write(`\n${defect}\n`);
    shown = told.defects.length;
    const text = `${told.done} of ${told.of} inputs${found}${left}`;
    process.stderr.write(isTerminal ? `\r\x1b[K${text}` : `${text}\n`);
  },
  isTerminal ? 1000 : 30_000,
);

// An interrupt reaches the tests too, and they end by themselves.
process.on('SIGINT', () => undefined);

const inWords = (seconds) =>
  seconds >= 90 ? `${Math.round(seconds / 60)} min` : `${Math.max(1, Math.round(seconds))} s`;
const megabytes = (bytes) => `${(bytes / 1_048_576).toFixed(0)} MB`;
const list = (counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

function figures(report) {
  const memory = report.memory.map(
    ({ inputs, product, reader }) =>
      `  after ${inputs}: product ${megabytes(product.rss)} resident, ${megabytes(product.heapUsed)} heap; readers ${megabytes(reader.rss)}, ${megabytes(reader.heapUsed)}`,
  );
  return [
    `${report.total} inputs in ${inWords(report.seconds)}, seed ${report.seed}: ${list(report.inputs)}`,
    `Slowest answer ${report.slowest.milliseconds} ms (${report.slowest.place}), average ${report.averageMilliseconds} ms; slowest read ${report.slowest.readerMilliseconds} ms.`,
    `Statuses: ${list(report.statuses)}`,
    ...report.told,
    'Memory after a forced collection, with nothing under way:',
    ...memory,
  ].join('\n');
}

tests.on('close', (status) => {
  clearInterval(ticking);
  if (isTerminal) process.stderr.write('\n');
  const report = read(reportFile);
  rmSync(folder, { recursive: true, force: true });
  if (report) process.stdout.write(`${figures(report)}\n`);
  if (status === 0) process.stdout.write('Everything held.\n');
  else process.stderr.write(`${said}\n`);
  process.exitCode = status === 0 ? 0 : 1;
});
