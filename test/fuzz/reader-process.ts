import { z } from 'zod';
import { WatchedChild } from './child.ts';
import { Defect, leakIn } from './defect.ts';

const ReadResult = z.object({
  kind: z.enum(['complete', 'incomplete', 'unchanged', 'refused', 'fault']),
  reason: z.string().nullish(),
  records: z.number().optional(),
  setAside: z.array(z.string()).optional(),
  content: z.string().optional(),
});
export type ReadResult = z.infer<typeof ReadResult>;
const Ready = z.object({ ready: z.literal(true) });
const Answer = z.object({ id: z.number(), read: ReadResult });

/** The built adapters in a process of their own: an endless loop or a crash is seen, and said. */
export class ReaderProcess {
  child = new WatchedChild('test/fuzz/reader.mjs', {});
  slowest = 0;
  readonly #patience: number;
  #id = 0;
  /** What is said to it before it listens is lost. */
  #listens = listening(this.child);

  constructor(patience: number) {
    this.#patience = patience;
  }

  /** @throws Defect where the read crashes, hangs, or gives what nobody may give */
  async read(code: string, url: string, since: Record<string, string> | null = null): Promise<ReadResult> {
    await this.#listens;
    this.#id += 1;
    const id = this.#id;
    const began = performance.now();
    const result = await this.#ask(id, { code, url, since });
    const took = performance.now() - began;
    this.slowest = Math.max(this.slowest, took);
    if (took > this.#patience)
      throw new Defect('a hang', `reading ${code}`, `It took ${Math.round(took)} ms.`);
    if (result.kind === 'fault')
      throw new Defect(
        'a reader fails',
        `${code}: ${(result.reason ?? '').slice(0, 50)}`,
        result.reason ?? '',
      );
    for (const sentence of [result.reason ?? '', ...(result.setAside ?? [])]) {
      const leak = leakIn(sentence);
      if (leak !== null) throw new Defect('a leak', `reading ${code}`, leak);
      if (sentence.length > 2_000)
        throw new Defect('an endless sentence', `reading ${code}`, sentence.slice(0, 500));
    }
    return result;
  }

  #begin(): void {
    this.child = new WatchedChild('test/fuzz/reader.mjs', {});
    this.#listens = listening(this.child);
  }

  #ask(id: number, read: object): Promise<ReadResult> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(tooLate);
        child.process.off('message', listen);
        child.process.off('exit', gone);
      };
      const listen = (message: unknown) => {
        const answer = Answer.safeParse(message);
        if (!answer.success || answer.data.id !== id) return;
        done();
        resolve(answer.data.read);
      };
      const gone = () => {
        done();
        const errors = child.takeErrors();
        this.#begin();
        reject(new Defect('crash', 'the reader', errors.slice(-3000)));
      };
      const tooLate = setTimeout(() => {
        done();
        child.process.kill('SIGKILL');
        this.#begin();
        reject(new Defect('a hang', 'the reader', 'It did not end within 30 s.'));
      }, 30_000);
      child.process.on('message', listen);
      child.process.once('exit', gone);
      child.process.send({ id, read });
    });
  }
}

function listening({ process }: WatchedChild): Promise<void> {
  return new Promise((resolve) => {
    const listen = (message: unknown) => {
      if (!Ready.safeParse(message).success) return;
      process.off('message', listen);
      resolve();
    };
    process.on('message', listen);
    process.once('exit', () => resolve());
  });
}
