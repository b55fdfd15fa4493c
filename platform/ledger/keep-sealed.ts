import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import { tellKeptLedgers } from './kept-ledgers.ts';
import type { StoredLedger } from './last-checkpoints.ts';
import { type LedgerSeal, sealLedger } from './seal.ts';

/** How often ledgers are sealed: of what came after the last seal, a cut-off tail would not be noticed. */
export const sealSchedule = '* * * * *';

/** Seals ledgers one after the other. What is wrong with one is told, loudly, and keeps none of the others. */
export async function keepSealed(
  ledgers: readonly StoredLedger[],
  clock: Clock,
  log: Log,
  seal: LedgerSeal,
): Promise<void> {
  await tellKeptLedgers(ledgers, clock, seal).catch((err) =>
    log.error({ err }, 'the ledgers were not told of each other'),
  );
  for (const { name, database } of ledgers)
    await sealLedger(database, name, clock, seal).catch((err) =>
      log.error({ err, ledger: name }, 'the ledger was not sealed'),
    );
}
