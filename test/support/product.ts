import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** The built product in a process of its own, as an operator runs it. */
export class Product {
  readonly url: string;
  readonly #child: ChildProcess;
  #output = '';
  #errors = '';

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    child.stdout?.on('data', (data) => {
      this.#output += data;
    });
    child.stderr?.on('data', (data) => {
      this.#errors += data;
    });
  }

  /** Starts it without waiting until it is ready. `root` is the folder it was built in. */
  static async launch(
    variables: Readonly<Record<string, string>>,
    args: readonly string[] = [],
    root = project,
  ): Promise<Product> {
    const port = variables.PORT ?? String(await freePort());
    const child = spawn(process.execPath, [join(root, 'dist/gateway/main.js'), ...args], {
      env: { PATH: process.env.PATH, ...variables, PORT: port },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Product(`http://127.0.0.1:${port}`, child);
  }

  static async start(
    variables: Readonly<Record<string, string>>,
    args: readonly string[] = [],
    root = project,
  ): Promise<Product> {
    const product = await Product.launch(variables, args, root);
    await product.ready();
    return product;
  }

  async ready(patienceMilliseconds = 30_000): Promise<void> {
    for (let waited = 0; waited < patienceMilliseconds; waited += 50) {
      if (this.#child.exitCode !== null) throw new Error(`It stopped: ${this.#errors}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`It is not ready after ${patienceMilliseconds / 1000} s: ${this.#errors}`);
  }

  /** What it printed for people. */
  get output(): string {
    return this.#output;
  }

  /** Its log. */
  get log(): string {
    return this.#errors;
  }

  /** Sends a signal and waits for the end. @returns the exit status, null where a signal ended it */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    const [status] = await ended;
    return typeof status === 'number' ? status : null;
  }
}
