import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { Product } from './product.ts';

/** One step of a session as a document tells it: who asks, what is asked or run, and what comes back. */
export interface Step {
  readonly kind: 'as' | 'ask' | 'run';
  readonly text: string;
  readonly answer: string;
}

export function stepsOf(markdown: string): Step[] {
  const found = markdown.matchAll(
    /`as (--role[^`]*)`|```graphql\n([\s\S]*?)```\n```json\n([\s\S]*?)```|```bash\n(curl[\s\S]*?)```\n```text\n([\s\S]*?)```/g,
  );
  return [...found].map(([, as, query, json, commands, text]) => {
    if (as !== undefined) return { kind: 'as', text: as, answer: '' };
    if (query !== undefined) return { kind: 'ask', text: query, answer: json ?? '' };
    return { kind: 'run', text: commands ?? '', answer: text ?? '' };
  });
}

/** The terminal in which a reader follows a document, in the folder the product was built in. */
export class Terminal {
  readonly #product: Product;
  readonly #root: string;
  readonly #variables: Readonly<Record<string, string>>;
  #token = '';

  constructor(product: Product, root: string, variables: Readonly<Record<string, string>>) {
    this.#product = product;
    this.#root = root;
    this.#variables = variables;
  }

  /** @returns what the commands printed */
  async bash(commands: string): Promise<string> {
    const { host, port } = new URL(this.#product.url);
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-c', commands.replaceAll('localhost:4000', host)],
      {
        cwd: this.#root,
        env: { ...process.env, ...this.#variables, PORT: port },
      },
    );
    return stdout;
  }

  /** From now on asks as this account, e.g. `--role state --state EST`. */
  async as(account: string): Promise<void> {
    this.#token = (await this.bash(`npm run token -- ${account}`)).trim();
  }

  /** @returns the whole answer, errors too */
  async ask(query: string): Promise<unknown> {
    const response = await fetch(`${this.#product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` },
      body: JSON.stringify({ query }),
    });
    return response.json();
  }

  /** Takes each step, and expects the answer that is told. */
  async follow(steps: readonly Step[]): Promise<void> {
    for (const { kind, text, answer } of steps) {
      if (kind === 'as') await this.as(text);
      else if (kind === 'ask') expect(await this.ask(text)).toEqual(expected(JSON.parse(answer)));
      else expect((await this.bash(text)).replace(/\}(?=[A-Z])/, '}\n')).toBe(answer);
    }
  }
}

/** An ellipsis in a document stands for anything; a directory more than it lists makes it no less true. */
function expected(value: unknown, name = ''): unknown {
  if (value === '…') return expect.anything();
  if (Array.isArray(value)) {
    const items = value.map((item) => expected(item));
    return name === 'directories' ? expect.arrayContaining(items) : items;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expected(inner, key)]));
  }
  return value;
}
