import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Product } from '../support/product.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = (name: string) => join(root, `dist/gateway/commands/${name}.js`);

describe('npm run backup and npm run restore', () => {
  let folder: string;
  let product: Product | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-backup-'));
  });
  afterEach(async () => {
    await product?.end('SIGKILL');
    product = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = (data: string) => ({ PATH: process.env.PATH ?? '', DATA_DIR: join(folder, data) });
  function command(data: string, name: string, ...args: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script(name), ...args], {
      env: environment(data),
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }
  /** Runs a command and kills it after so many milliseconds, where it has not ended by then. */
  async function killed(after: number, data: string, name: string, ...args: string[]): Promise<void> {
    const child = spawn(process.execPath, [script(name), ...args], {
      env: environment(data),
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    const timer = setTimeout(() => child.kill('SIGKILL'), after);
    await ended;
    clearTimeout(timer);
  }
  async function ask(query: string): Promise<string> {
    const token = command('data', 'token', '--role', 'state', '--state', 'EST').stdout.trim();
    const response = await fetch(`${product?.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    return response.text();
  }
  const why = ['--reason', 'The disk failed.'];

  it('copy a running server, are refused beside one, and bring everything back however often they are killed', async () => {
    product = await Product.start(environment('data'));
    await ask('mutation { grantConsent(input: { state: "EST", directory: "OSCE" }) { consent { id } } }');
    const kept = join(folder, 'kept');
    const backedUp = command('data', 'backup', kept);
    expect(backedUp).toMatchObject({ status: 0, stderr: '' });
    expect(backedUp.stdout).toMatch(/^directory: \d+ rows of \d+ tables$/m);
    const before = await ask('{ state(iso3: "EST") { contacts { id name phones } } }');
    expect(before).toContain('Tammeveski');
    expect(command('data', 'restore', kept, ...why, '--replace')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/Another Crosspoint process uses/),
    });
    await product.end('SIGTERM');
    cpSync(join(folder, 'data'), join(folder, 'other'), { recursive: true });

    for (const after of [300, 600, 900, 1200, 1500, 1800, 2100]) {
      await killed(after, 'other', 'restore', kept, ...why, '--replace');
      await killed(after, 'other', 'backup', join(folder, `copy ${after}`));
      const again = command('other', 'verify');
      // Broken off at the very last step, it says so, and the next one finishes it.
      if (again.status !== 0) expect(again.stderr).toMatch(/broken off at its last step/);
      const copy = join(folder, `copy ${after}`);
      if (existsSync(copy)) expect(existsSync(join(copy, 'manifest.json'))).toBe(true);
    }
    const restored = command('other', 'restore', kept, ...why, '--replace');
    expect(restored).toMatchObject({ status: 0, stderr: '' });
    expect(restored.stdout).toMatch(/^directory: sound\..*Restored at row \d+.*: "The disk failed\."/m);

    rmSync(join(folder, 'data'), { recursive: true });
    cpSync(join(folder, 'other'), join(folder, 'data'), { recursive: true });
    product = await Product.start(environment('data'));
    expect(await ask('{ state(iso3: "EST") { contacts { id name phones } } }')).toBe(before);
    await product.end('SIGTERM');
    expect(command('data', 'verify').status).toBe(0);
  }, 180_000);

  it('say what is missing: a reason, a folder, the ledger key', () => {
    expect(command('data', 'backup').stderr).toMatch(/^Usage: npm run backup -- FOLDER/);
    expect(command('data', 'restore', join(folder, 'kept')).stderr).toMatch(/^Usage: npm run restore/);
    expect(command('data', 'restore', join(folder, 'kept'), ...why).stderr).toMatch(/no ledger-key\.pem/);
  });
});
