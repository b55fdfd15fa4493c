// Tells the directory ten thousand random histories on both databases (HISTORIES_RUNS: another number), and says how far it is.
// Status 1 where one breaks what always holds: then it says which, how to repeat it, and no more of it than it needs.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = Number(process.env.HISTORIES_RUNS ?? 10_000);
if (!Number.isSafeInteger(wanted) || wanted < 1) {
  process.stderr.write('HISTORIES_RUNS must be a whole number of histories, e.g. 10000.\n');
  process.exit(1);
}
const progress = mkdtempSync(join(tmpdir(), 'crosspoint-histories-'));
const began = Date.now();
// Thousands of histories are thousands of commits: in memory where there is such a place, unless told otherwise.
const folder = process.env.TMPDIR ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

const databases = ['sqlite', 'postgresql'];
const files = databases.map((name) => `test/histories/${name}.test.ts`);
const tests = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--bail=1', '--reporter=dot', ...files],
  {
    cwd: root,
    env: {
      ...process.env,
      TMPDIR: folder,
      HISTORIES_RUNS: String(wanted),
      HISTORIES_PROGRESS: progress,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  },
);
let said = '';
for (const stream of [tests.stdout, tests.stderr])
  stream.on('data', (text) => {
    said += text;
  });

const told = () =>
  readdirSync(progress).map((name) => [name, Number(readFileSync(join(progress, name), 'utf8'))]);
const inWords = (seconds) =>
  seconds >= 90 ? `${Math.round(seconds / 60)} min` : `${Math.max(1, Math.round(seconds))} s`;

function summary() {
  const counts = told();
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  const seconds = (Date.now() - began) / 1000;
  const rate = all / seconds;
  const left = all === 0 ? '' : `, about ${inWords(Math.max(0, wanted - all) / rate)} left`;
  const each = counts.map(([name, count]) => `${name} ${count}`).join(', ');
  return {
    all,
    seconds,
    rate,
    text: `${all} of ${wanted} histories (${each || 'starting'}), ${rate.toFixed(1)} a second`,
    left,
  };
}

const isTerminal = process.stderr.isTTY === true;
const ticking = setInterval(
  () => {
    const { text, left } = summary();
    process.stderr.write(isTerminal ? `\r\x1b[K${text}${left}` : `${text}${left}\n`);
  },
  isTerminal ? 1000 : 30_000,
);

// An interrupt reaches the tests too, and they end by themselves.
process.on('SIGINT', () => undefined);

tests.on('close', (status) => {
  clearInterval(ticking);
  if (isTerminal) process.stderr.write('\n');
  const { text, seconds } = summary();
  rmSync(progress, { recursive: true, force: true });
  if (status === 0) process.stdout.write(`${text}; in ${inWords(seconds)}. Everything held.\n`);
  else process.stderr.write(`${said}\n${text}, and not all of them held.\n`);
  process.exitCode = status === 0 ? 0 : 1;
});
