import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../support/product.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const document = readFileSync(join(root, 'docs/for-states.md'), 'utf8');
/** The document's commands, with what it says they print. */
const steps = [...document.matchAll(/```bash\n([\s\S]*?)```(?:\n```text\n([\s\S]*?)```)?/g)].map(
  ([, commands = '', printed = '']) => ({ commands, printed }),
);

describe('docs/for-states.md', () => {
  let folder: string;
  let product: Product;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-for-states-'));
    product = await Product.start({ DATA_DIR: join(folder, 'data') });
  });
  afterAll(async () => {
    await product?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  const receipts = () => join(folder, 'receipts');
  let token = '';
  async function bash(commands: string): Promise<string> {
    const { host, port } = new URL(product.url);
    const here = commands
      .replaceAll('localhost:4000', host)
      .replaceAll(/\b(receipts|files)\//g, `${folder}/$1/`)
      .replace(/-p (receipts|files)\b/, `-p ${folder}/$1`);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', here], {
      cwd: root,
      env: {
        ...process.env,
        DATA_DIR: join(folder, 'data'),
        PORT: port,
        TOKEN: token,
        npm_config_loglevel: 'silent',
      },
    });
    return stdout;
  }

  it('shows commands that work as they are pasted, and what they print', async () => {
    token = (await bash('npm run token -- --role state --state EST')).trim();
    const ask = async (query: string) => {
      const response = await fetch(`${product.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      return response.text();
    };
    const granted = await ask(
      'mutation { grantConsent(input: { state: "EST", directory: "OSCE" }) { consent { id } } }',
    );
    const id = /"id":"([^"]+)"/.exec(granted)?.[1];
    await ask(`mutation { withdrawConsent(input: { consentId: "${id}", copies: WITHDRAW }) { affected } }`);
    await ask(
      'mutation { createContact(state: "EST", input: { function: LEGAL, kind: OFFICE, entity: "Office of Law", emails: ["law@est.example"] }) { id } }',
    );
    expect(steps).toHaveLength(6);
    for (const { commands, printed } of steps) {
      const pattern = printed
        .trim()
        .split('…')
        .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      expect(await bash(commands)).toMatch(new RegExp(`^${pattern.join('.+')}$`, 'm'));
    }

    const file = join(receipts(), 'est.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('granted', 'grunted'));
    await expect(bash(steps[1]?.commands ?? '')).rejects.toMatchObject({ code: 1 });
    expect(await bash(`npm run verify-receipt -- receipts/one 2>&1 || true`)).toMatch(/no such file/);
  }, 60_000);
});
