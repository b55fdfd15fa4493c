import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { Defect } from './defect.ts';

export const project = fileURLToPath(new URL('../..', import.meta.url));
const preload = pathToFileURL(join(project, 'test/fuzz/preload.mjs')).href;

const Memory = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() });
/** Bytes, right after a forced collection of garbage. */
export type Memory = z.infer<typeof Memory>;
const MemoryMessage = z.object({ memory: Memory });

/** A process under watch: it reaches only this machine, and whether it lives, and what it needs of memory, is known. */
export class WatchedChild {
  readonly process: ChildProcess;
  output = '';
  #errors = '';
  #ended: string | null = null;

  constructor(script: string, variables: Readonly<Record<string, string>>) {
    this.process = spawn(process.execPath, ['--expose-gc', '--import', preload, join(project, script)], {
      cwd: project,
      env: { PATH: process.env.PATH, ...variables },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.process.stdout?.on('data', (data) => {
      this.output = `${this.output}${data}`.slice(-20_000);
    });
    this.process.stderr?.on('data', (data) => this.#took(String(data)));
    this.process.once('exit', (status, signal) => {
      this.#ended = `it ended with ${status === null ? signal : `status ${status}`}`;
    });
  }

  /** The whole lines that it wrote on standard error since this was last asked. */
  takeErrors(): string {
    const end = this.#errors.lastIndexOf('\n') + 1;
    const lines = this.#errors.slice(0, end);
    this.#errors = this.#errors.slice(end);
    return lines;
  }

  #took(text: string): void {
    this.#errors = `${this.#errors}${text}`.slice(-2_000_000);
  }

  /** @throws Defect where the process is no more */
  mustLive(): void {
    if (this.#ended !== null) throw new Defect('crash', this.#ended, this.#errors.slice(-3000));
  }

  async memory(): Promise<Memory> {
    this.mustLive();
    const answer = new Promise<Memory>((resolve) => {
      const listen = (message: unknown) => {
        const told = MemoryMessage.safeParse(message);
        if (!told.success) return;
        this.process.off('message', listen);
        resolve(told.data.memory);
      };
      this.process.on('message', listen);
    });
    this.process.send('memory');
    return answer;
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#ended !== null) return this.process.exitCode;
    const ended = once(this.process, 'exit');
    this.process.kill(signal);
    const tooLate = setTimeout(() => this.process.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(tooLate);
    return this.process.exitCode;
  }
}
