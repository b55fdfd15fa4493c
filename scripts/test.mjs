// Everything `npm test` checks, in the order of how quickly it fails: types and build, style, then the tests.
import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
// Hundreds of databases are made and thrown away: in memory where there is room for them, unless told otherwise.
const memory = '/dev/shm';
const roomBytes = 4 * 1024 ** 3;
const hasRoom = () => existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > roomBytes;
const TMPDIR = process.env.TMPDIR ?? (hasRoom() ? memory : tmpdir());
const steps = [
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json']],
  ['style', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']],
  ['tests', ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]],
];
for (const [name, args] of steps) {
  process.stderr.write(`— ${name}\n`);
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TMPDIR },
  });
  if (status !== 0) process.exit(status ?? 1);
}
