import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import { theProduct } from './actor.ts';
import { appendToLedger } from './append.ts';
import type { StoredLedger } from './last-checkpoints.ts';
import type { LedgerSeal } from './seal.ts';
import type { RowsCheck } from './verify.ts';

// A ledger that vanished whole, with its lines in the anchor file, contradicts nothing of its own. So each ledger names all that
// are kept beside it: once in each run of the product, and anew when there are more.

const keptKind = 'ledgers.kept';
const Kept = z.object({ ledgers: z.array(z.string()) });

/** Tells each ledger which others this installation keeps, where this process has not told it yet. */
export async function tellKeptLedgers(
  ledgers: readonly StoredLedger[],
  clock: Clock,
  { anchors, told }: LedgerSeal,
): Promise<void> {
  const kept = [...new Set([...anchors.ledgers(), ...ledgers.map(({ name }) => name)])].sort();
  const names = kept.join(' ');
  for (const { name, database } of ledgers) {
    if (told.get(name) === names) continue;
    const entry = { kind: keptKind, actor: theProduct('seal'), payload: { ledgers: kept } };
    await database.write((manager) => appendToLedger(manager, name, clock, [entry]));
    told.set(name, names);
  }
}

/** Collects the names of the ledgers that rows tell of. */
export function collectKept(names: Set<string>): RowsCheck {
  return async (_manager, rows) => {
    for (const { kind, payload } of rows) {
      if (kind !== keptKind) continue;
      const { data } = Kept.safeParse(JSON.parse(payload));
      for (const name of data?.ledgers ?? []) names.add(name);
    }
    return null;
  };
}
