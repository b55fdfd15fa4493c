import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Checkpoint } from './checkpoint.ts';

/**
 * The checkpoints of all ledgers, one JSON line each, in a file outside their databases: whoever cuts off a ledger's tail, or
 * puts an older copy of a database in its place, contradicts it. Lines are only ever added.
 */
export class AnchorFile {
  readonly file: string;
  readonly #last = new Map<string, Checkpoint>();
  /** Up to here it has been read. */
  #known = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** The last checkpoint of a ledger that any process wrote here. */
  lastOf(ledger: string): Checkpoint | undefined {
    this.#readOn();
    return this.#last.get(ledger);
  }

  /** The names of the ledgers that have a checkpoint here. */
  ledgers(): string[] {
    this.#readOn();
    return [...this.#last.keys()];
  }

  /** They are on the disk when this returns. */
  append(...checkpoints: readonly Checkpoint[]): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const handle = openSync(this.file, 'a+', 0o600);
    try {
      cutTornLine(handle);
      appendFileSync(handle, checkpoints.map((checkpoint) => `${JSON.stringify(checkpoint)}\n`).join(''));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }

  #readOn(): void {
    if (!existsSync(this.file)) return;
    const { size } = statSync(this.file);
    if (size < this.#known) this.#known = 0;
    const fresh = Buffer.alloc(size - this.#known);
    const handle = openSync(this.file, 'r');
    try {
      readSync(handle, fresh, 0, fresh.length, this.#known);
    } finally {
      closeSync(handle);
    }
    const whole = fresh.lastIndexOf('\n') + 1;
    this.#known += whole;
    for (const line of fresh.subarray(0, whole).toString('utf8').split('\n')) {
      const checkpoint = checkpointOfLine(line);
      if (checkpoint) this.#last.set(checkpoint.ledger, checkpoint);
    }
  }
}

/** Null for a line that is none. */
export function checkpointOfLine(line: string): Checkpoint | null {
  try {
    const parsed = Checkpoint.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** A process that died while it wrote a line had not committed what the line was about. */
function cutTornLine(handle: number): void {
  const { size } = fstatSync(handle);
  const tail = Buffer.alloc(Math.min(size, 4096));
  readSync(handle, tail, 0, tail.length, size - tail.length);
  if (tail.length > 0 && tail.at(-1) !== 0x0a)
    ftruncateSync(handle, size - tail.length + tail.lastIndexOf('\n') + 1);
}
