// Makes a fresh clone ready: installs the packages the lock file names and builds, each only when something changed.
// No dependencies, since it runs before there are any. What it says goes to standard error: commands own standard output.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text) => process.stderr.write(`${text}\n`);

/** Package versions by path, as one lock file records them; packages for other platforms are optional and may be missing. */
function locked(file) {
  if (!existsSync(file)) return null;
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(Object.entries(packages).filter(([path]) => path !== ''));
}

function installedAsLocked() {
  const wanted = locked(`${root}package-lock.json`);
  const present = locked(`${root}node_modules/.package-lock.json`);
  if (!wanted || !present) return false;
  for (const [path, { version, optional }] of wanted) {
    const found = present.get(path);
    if (found ? found.version !== version : !optional) return false;
  }
  return true;
}

if (!installedAsLocked()) {
  say('Installing packages (a first time takes a minute or two; the SQLite driver may be compiled) …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
}
const { buildIfChanged } = await import('./build.mjs');
await buildIfChanged(say);
