// Compiles TypeScript into dist/, copies the files that are not code, composes the supergraph, and bundles what processes load.
// `npm run build` always builds; `buildIfChanged` builds only when a source file differs from the last build.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['gateway', 'subgraphs', 'adapters', 'platform', 'portal'];
/** What a build hangs on beside its sources. */
const how = ['scripts/build.mjs', 'scripts/bundle.mjs'].map((name) => join(root, name));
const stampFile = join(root, 'dist/.built-from');

function sourceFiles() {
  const files = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
  return [
    ...files,
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.build.json'),
    join(root, 'package-lock.json'),
  ].sort();
}

function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of [...files, ...how]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function build(files) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
  for (const file of files.filter((name) => !/\.(ts|json)$/.test(name) || name.includes('/sample/'))) {
    if (file.endsWith('.ts') || dirname(file) === root.replace(/\/$/, '')) continue;
    const target = join(root, 'dist', file.slice(root.length));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
  }
  execFileSync(process.execPath, [join(root, 'dist/gateway/supergraph/compose.js')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  execFileSync(process.execPath, [join(root, 'scripts/bundle.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
  writeFileSync(stampFile, stampOf(files));
}

export function buildIfChanged(say) {
  const files = sourceFiles();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOf(files)) return;
  say('Building …');
  build(files);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build(sourceFiles());
