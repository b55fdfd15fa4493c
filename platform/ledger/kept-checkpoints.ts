import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { checkpointOfLine } from './anchor-file.ts';
import { Checkpoint } from './checkpoint.ts';

/** Checkpoints by ledger and row. */
export type KeptCheckpoints = Map<string, Map<number, Checkpoint[]>>;

/**
 * Reads the anchor file, line by line; none where there is no file.
 * @throws Error that names the line which is no checkpoint
 */
export async function anchorsIn(file: string): Promise<KeptCheckpoints> {
  const kept: KeptCheckpoints = new Map();
  if (!existsSync(file)) return kept;
  let number = 0;
  let unread: number | null = null;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
    // The last line may be under way just now; any other is whole.
    if (unread !== null) throw new Error(`Line ${unread} of ${file} is no checkpoint: it was altered.`);
    number += 1;
    const checkpoint = checkpointOfLine(line);
    if (checkpoint) keep(kept, checkpoint);
    else unread = number;
  }
  return kept;
}

/**
 * Reads checkpoints that somebody kept: the answer of `ledgerCheckpoints` as it came, a list of them, one alone, or lines.
 * @throws Error where the file holds none
 */
export function checkpointsGiven(file: string): KeptCheckpoints {
  const kept: KeptCheckpoints = new Map();
  const text = readFileSync(file, 'utf8');
  const parsed = jsonOf(text) ?? text.split('\n').map(jsonOf);
  for (const checkpoint of within(parsed)) keep(kept, checkpoint);
  if (kept.size === 0) throw new Error(`${file} holds no checkpoint.`);
  return kept;
}

export function checkpointsOf(kept: KeptCheckpoints, ledger: string): ReadonlyMap<number, Checkpoint[]> {
  return kept.get(ledger) ?? new Map();
}

function keep(kept: KeptCheckpoints, checkpoint: Checkpoint): void {
  const bySeq = kept.get(checkpoint.ledger) ?? new Map<number, Checkpoint[]>();
  kept.set(checkpoint.ledger, bySeq);
  bySeq.set(checkpoint.seq, [...(bySeq.get(checkpoint.seq) ?? []), checkpoint]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const Container = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]);

function within(value: unknown): Checkpoint[] {
  const checkpoint = Checkpoint.safeParse(value);
  if (checkpoint.success) return [checkpoint.data];
  const container = Container.safeParse(value);
  return container.success ? Object.values(container.data).flatMap(within) : [];
}
