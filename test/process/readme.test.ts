import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../support/product.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

type Step = { readonly kind: 'as' | 'ask' | 'run'; readonly text: string; readonly answer: string };

/** The first session as the README tells it: who asks, what is asked or run, and what comes back. */
function steps(): Step[] {
  const session = readme.slice(readme.indexOf('## A first session'), readme.indexOf('## Configuration'));
  const found = session.matchAll(
    /`as (--role[^`]*)`|```graphql\n([\s\S]*?)```\n```json\n([\s\S]*?)```|```bash\n(curl[\s\S]*?)```\n```text\n([\s\S]*?)```/g,
  );
  return [...found].map(([, as, query, json, commands, text]) => {
    if (as !== undefined) return { kind: 'as', text: as, answer: '' };
    if (query !== undefined) return { kind: 'ask', text: query, answer: json ?? '' };
    return { kind: 'run', text: commands ?? '', answer: text ?? '' };
  });
}

/** An ellipsis in the README stands for anything. */
function expected(value: unknown): unknown {
  if (value === '…') return expect.anything();
  if (Array.isArray(value)) return value.map(expected);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expected(inner)]));
  }
  return value;
}

describe('the first session of the README', () => {
  let folder: string;
  let product: Product;
  let token = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-readme-'));
    product = await Product.start({ DATA_DIR: folder });
  });
  afterAll(async () => {
    await product.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  const bash = (commands: string) =>
    execFileSync('bash', ['-c', commands.replaceAll('localhost:4000', new URL(product.url).host)], {
      cwd: root,
      env: { ...process.env, DATA_DIR: folder, PORT: new URL(product.url).port },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();

  it('has the steps it is tested by', () => {
    expect(steps().map(({ kind }) => kind)).toEqual([
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

  it('gives the answers that it shows', async () => {
    for (const { kind, text, answer } of steps()) {
      if (kind === 'as') token = bash(`npm run token -- ${text}`).trim();
      else if (kind === 'run') expect(bash(text).replace('}OSCE', '}\nOSCE')).toBe(answer);
      else {
        const response = await fetch(`${product.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query: text }),
        });
        expect(await response.json()).toEqual(expected(JSON.parse(answer)));
      }
    }
  });

  it('shows commands that work as they are pasted', () => {
    const functions = /```bash\n(as\(\)[\s\S]*?)```/.exec(readme)?.[1];
    const answer = bash(`${functions}\nas --role state --state EST\nask '{ state(iso3: "EST") { name } }'`);
    expect(JSON.parse(answer)).toEqual({ data: { state: { name: 'Estonia' } } });
  });
});
