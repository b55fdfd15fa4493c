import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { intrude } from '../ledger/ledger-world.ts';
import { Product } from '../support/product.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('npm run verify', () => {
  let folder: string;
  let product: Product | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-verify-'));
  });
  afterEach(async () => {
    await product?.end('SIGKILL');
    product = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  function command(name: string, ...args: string[]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, `dist/gateway/commands/${name}.js`), ...args],
      { env: { PATH: process.env.PATH, DATA_DIR: folder }, encoding: 'utf8' },
    );
    return { status, stdout, stderr };
  }

  async function ask(role: readonly string[], query: string): Promise<string> {
    const token = command('token', ...role).stdout.trim();
    const response = await fetch(`${product?.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    return response.text();
  }

  const estonia = ['--role', 'state', '--state', 'EST'];

  it('says a line about each ledger while the server runs and after, and names the first bad row with status 1', async () => {
    product = await Product.start({ DATA_DIR: folder });
    await ask(
      estonia,
      'mutation { grantConsent(input: { state: "EST", directory: "OSCE" }) { consent { id } } }',
    );
    await ask(['--role', 'custodian'], '{ states { contacts { emails } } }');
    const running = command('verify');
    expect(running.stderr).toBe('');
    expect(running.status).toBe(0);
    expect(running.stdout).toMatch(/^directory: sound\. \d+ rows, none altered/m);
    expect(await product.end('SIGTERM')).toBe(0);
    const stopped = command('verify');
    expect(stopped.stdout).toMatch(
      /^directory_readings: sound\. 2 rows, .*; 1 checkpoint, the last at row 2/m,
    );
    expect(stopped.stdout.trim().split('\n').length).toBeGreaterThanOrEqual(8);
    expect(stopped.status).toBe(0);

    product = await Product.start({ DATA_DIR: folder });
    const kept = join(folder, 'kept.json');
    writeFileSync(
      kept,
      await ask(estonia, '{ ledgerCheckpoints { ledger seq hash at publicKey signature } }'),
    );
    await product.end('SIGTERM');
    expect(command('verify', '--checkpoint', kept).status).toBe(0);

    const storage = { kind: 'sqlite' as const, folder };
    await intrude(storage, 'directory', [["UPDATE ledger SET state = 'LVA' WHERE seq = 2"]]);
    await intrude(storage, 'directory_readings', [['DELETE FROM ledger'], ['DELETE FROM ledger_checkpoint']]);
    const tampered = command('verify', '--checkpoint', kept);
    expect(tampered.status).toBe(1);
    expect(tampered.stdout).toMatch(/^directory: NOT SOUND at row 2: it was altered/m);
    expect(tampered.stdout).toMatch(/^directory_readings: NOT SOUND at row 1: it is missing/m);
    expect(tampered.stdout).toMatch(/^osce: sound/m);
    expect(command('verify', '--checkpoint', join(folder, 'none.json')).status).toBe(1);
  });
});
