import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../support/product.ts';
import { stepsOf, Terminal } from '../support/told-session.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const steps = stepsOf(readme.slice(readme.indexOf('## A first session'), readme.indexOf('## Configuration')));

describe('the first session of the README', () => {
  let folder: string;
  let product: Product;
  let terminal: Terminal;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-readme-'));
    product = await Product.start({ DATA_DIR: folder });
    terminal = new Terminal(product, root, { DATA_DIR: folder });
  });
  afterAll(async () => {
    await product?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the steps it is tested by', () => {
    expect(steps.map(({ kind }) => kind)).toEqual([
      'as',
      'ask',
      'ask',
      'run',
      'as',
      'ask',
      'as',
      'ask',
      'ask',
    ]);
  });

  it('gives the answers that it shows', () => terminal.follow(steps));

  it('shows commands that work as they are pasted', async () => {
    const functions = /```bash\n(as\(\)[\s\S]*?)```/.exec(readme)?.[1];
    const answer = await terminal.bash(
      `${functions}\nas --role state --state EST\nask '{ state(iso3: "EST") { name } }'`,
    );
    expect(JSON.parse(answer)).toEqual({ data: { state: { name: 'Estonia' } } });
  });
});
