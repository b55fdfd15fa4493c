import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testKey } from '../support/encryption-keys.ts';
import { freePort } from '../support/free-port.ts';
import { instructions, root, statefulSet } from './files.ts';

const [user = 0, group = 0] = (instructions().find(({ name }) => name === 'USER')?.rest ?? '')
  .split(':')
  .map(Number);
const isRoot = process.getuid?.() === 0;

/** What the stage of that name copies from the checkout: [what, where]. */
function copied(stage: string): [string, string][] {
  const from = instructions().findIndex(({ name, rest }) => name === 'FROM' && rest.endsWith(` AS ${stage}`));
  const after = instructions().slice(from + 1);
  const next = after.findIndex(({ name }) => name === 'FROM');
  return after.slice(0, next).flatMap(({ name, rest }) => {
    if (name !== 'COPY' || rest.startsWith('--from')) return [];
    const words = rest.split(/\s+/);
    const where = words.pop() ?? '';
    return words.map((what): [string, string] => [what, where]);
  });
}

/** Every file below a folder with when it was last changed. */
function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${relative(folder, file)} ${lstatSync(file).mtimeMs}`)
    .sort();
}

/** The packages that `npm ci --omit=dev` installs, from those that are installed here. */
function linkProductionPackages(target: string): void {
  const Lock = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });
  const { packages } = Lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  for (const [path, { dev }] of Object.entries(packages)) {
    if (dev || path === '' || !existsSync(join(root, path))) continue;
    for (const entry of readdirSync(join(root, path), { recursive: true, withFileTypes: true })) {
      const file = relative(root, join(entry.parentPath, entry.name));
      if (!entry.isFile() || file.slice(path.length).includes('/node_modules/')) continue;
      if (/\.(map|d\.[mc]?ts)$/.test(file)) continue; // as the Dockerfile leaves them out
      mkdirSync(dirname(join(target, file)), { recursive: true });
      linkOrCopy(join(root, file), join(target, file));
    }
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to); // another disk
  }
}

describe('the Dockerfile', () => {
  it('takes its base by version, the one that is tested, and ends as a user that is not root', () => {
    const bases = instructions().filter(({ name }) => name === 'FROM');
    expect(bases).toHaveLength(3);
    for (const { rest } of bases) expect(rest).toMatch(/^node:20\.\d+\.\d+-bookworm(-slim)?( AS \w+)?$/);
    expect(user).toBeGreaterThan(999);
    expect(group).toBe(user);
    expect(instructions().findLast(({ name }) => name === 'CMD')?.rest).toBe(
      '["node", "dist/gateway/main.js"]',
    );
    expect(instructions().filter(({ rest }) => /KEY|SECRET|TOKEN|PASSWORD|DATABASE_URL/.test(rest))).toEqual(
      [],
    );
  });

  it('copies what there is, and .dockerignore lets it through', () => {
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
    expect(ignored).toContain('*');
    for (const [what] of [...copied('packages'), ...copied('build')]) {
      expect(existsSync(join(root, what)), what).toBe(true);
      expect(ignored, what).toContain(`!${what}`);
    }
  });
});

describe('what the Dockerfile makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-image-'));
  const build = join(folder, 'build');
  const app = join(folder, 'app');
  const data = join(folder, 'data');
  beforeAll(() => {
    for (const [what, where] of copied('build')) {
      const target = where.endsWith('/')
        ? join(build, where, what.split('/').at(-1) ?? '')
        : join(build, where);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(root, what), target, { recursive: true, filter: (file) => !file.endsWith('.test.ts') });
    }
    symlinkSync(join(root, 'node_modules'), join(build, 'node_modules'));
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: build, stdio: 'pipe' });
    mkdirSync(app);
    cpSync(join(build, 'dist'), join(app, 'dist'), { recursive: true });
    copyFileSync(join(root, 'package.json'), join(app, 'package.json'));
    linkProductionPackages(app);
    mkdirSync(data, { mode: 0o700 });
    chmodSync(folder, 0o755);
    if (isRoot) chownSync(data, user, group);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is built from the files it copies alone, without tests', () => {
    const files = readdirSync(join(app, 'dist'), { recursive: true }).map(String);
    expect(files).toContain('gateway/main.js');
    expect(files).toContain('supergraph.graphql');
    expect(files.filter((file) => file.includes('.test.'))).toEqual([]);
  });

  it('starts with production packages alone as the user of the image, answers the probes, writes to its data alone, and ends in order', async () => {
    const before = snapshot(join(app, 'dist'));
    const port = String(await freePort());
    const child = spawn(process.execPath, ['dist/gateway/main.js'], {
      cwd: app,
      env: {
        NODE_ENV: 'production',
        DATA_DIR: data,
        ENCRYPTION_KEYS: testKey,
        PORT: port,
        HOST: '127.0.0.1',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(isRoot ? { uid: user, gid: group } : {}),
    });
    let log = '';
    child.stderr.on('data', (chunk) => {
      log += chunk;
    });
    const ask = (path: string) =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        ({ status }) => status,
        () => 0,
      );
    const { startupProbe, livenessProbe, readinessProbe } = statefulSet().spec.template.spec.containers[0];
    try {
      await expect
        .poll(() => (child.exitCode === null ? ask(readinessProbe.httpGet.path) : log), { timeout: 60_000 })
        .toBe(200);
      expect(await ask(startupProbe.httpGet.path)).toBe(200);
      expect(await ask(livenessProbe.httpGet.path)).toBe(200);
      expect(existsSync(join(data, 'directory.sqlite'))).toBe(true);
      expect(snapshot(join(app, 'dist'))).toEqual(before);
      expect(readdirSync(app).sort()).toEqual(['dist', 'node_modules', 'package.json']);
    } finally {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    }
  }, 90_000);
});
