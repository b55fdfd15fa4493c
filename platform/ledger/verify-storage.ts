import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import type { StorageLocation } from '../database/database.ts';
import type { Checkpoint } from './checkpoint.ts';
import { anchorsIn, checkpointsGiven, checkpointsOf, type KeptCheckpoints } from './kept-checkpoints.ts';
import { collectKept } from './kept-ledgers.ts';
import { ledgerPublicKey } from './ledger-key.ts';
import { readingStored, storedLedgers } from './open-for-reading.ts';
import { statedRestores } from './restore-statements.ts';
import { checkRestores, isUndone, type Restore, restoresOf } from './restores.ts';
import { anchorFileName } from './seal.ts';
import { LedgerCheckpointRow } from './storage.ts';
import { type Finding, type LedgerReport, type RowsCheck, verifyLedger } from './verify.ts';

export interface Verification {
  readonly storage: StorageLocation;
  /** The folder of the anchor file. */
  readonly folder: string;
  /** The folder of the ledgers' key, where it is another. */
  readonly keyFolder?: string;
  /** A file of checkpoints that somebody else kept. */
  readonly given?: string | undefined;
}

/**
 * Verifies every ledger there is, and those there ought to be. Needs no server, and minds none.
 * @param alsoCheck what rows of a ledger must agree with besides, by the ledger's name
 * @throws Error where a file of checkpoints cannot be read
 */
export async function verifyStorage(
  { storage, folder, keyFolder = folder, given }: Verification,
  alsoCheck: (ledger: string) => RowsCheck | undefined = () => undefined,
): Promise<LedgerReport[]> {
  const publicKey = ledgerPublicKey(keyFolder);
  const anchorFile = join(folder, anchorFileName);
  // Read before the databases: whatever is in the file by now is in them too.
  const anchored = await anchorsIn(anchorFile);
  const kept: KeptCheckpoints = given === undefined ? new Map() : checkpointsGiven(given);
  const stored = await storedLedgers(storage);
  const stated = statedRestores(folder, publicKey);
  const reports: LedgerReport[] = [];
  const told = new Set<string>();
  for (const ledger of stored) {
    const report = await readingStored(storage, ledger, async (manager) => {
      const restores = await restoresOf(manager, ledger, publicKey, stated);
      const standing = withoutUndone(checkpointsOf(anchored, ledger), restores);
      // What somebody else kept counts in full: whoever holds a checkpoint is told that what it seals is gone.
      const anchors = both(standing, checkpointsOf(kept, ledger));
      const walked = await verifyLedger(
        manager,
        ledger,
        publicKey,
        anchors,
        inTurn(collectKept(told), inTurn(checkRestores(ledger, stated), alsoCheck(ledger))),
      );
      const said = restores.map((one) => ({ ...one, said: stated.reasons.get(one.reason) ?? null }));
      if (walked.finding) return { ...walked, restores: said };
      // Read anew: the file is written first, so that by now it holds whatever this look at the database shows.
      const now = storage.kind === 'sqlite' ? checkpointsOf(await anchorsIn(anchorFile), ledger) : null;
      const finding = await disagreement(manager, standing, now, restores);
      return { ...walked, restores: said, finding };
    }).catch((error: unknown) => unreadable(ledger, error));
    reports.push(report);
  }
  const gone = [...new Set([...anchored.keys(), ...kept.keys(), ...told])].filter(
    (name) => !stored.includes(name),
  );
  return [...reports, ...gone.map(goneReport)];
}

const inTurn =
  (first: RowsCheck, second: RowsCheck | undefined): RowsCheck =>
  async (manager, rows) =>
    (await first(manager, rows)) ?? (await second?.(manager, rows)) ?? null;

type Rows = ReadonlyMap<number, readonly Checkpoint[]>;

/**
 * The database and the file beside it hold the same checkpoints, but for the last one of the file: its process may have died
 * before the commit.
 * @param all null where other hosts keep files of their own, and this one need not be whole
 */
async function disagreement(
  manager: EntityManager,
  anchored: Rows,
  all: Rows | null,
  restores: readonly Restore[],
): Promise<Finding | null> {
  const rows = await manager.find(LedgerCheckpointRow, { select: { seq: true }, order: { seq: 'ASC' } });
  // A restore is told to the file after it is done, by the next seal where its process ended before.
  const told = (row: number) => restores.some(({ seq }) => seq === row);
  const unanchored = all && rows.find(({ seq }) => !all.has(seq) && !told(seq));
  if (unanchored)
    return {
      row: null,
      problem: `the anchor file lacks the checkpoint of row ${unanchored.seq}: it was shortened`,
    };
  const stored = new Set(rows.map(({ seq }) => seq));
  const lost = [...anchored.keys()].sort((one, other) => one - other).slice(0, -1);
  const untold = lost.find((seq) => !stored.has(seq));
  if (untold === undefined) return null;
  return { row: null, problem: `the table of checkpoints lacks the one of row ${untold}: it was taken out` };
}

function withoutUndone(rows: Rows, restores: readonly Restore[]): Rows {
  const standing = [...rows].map(
    ([seq, checkpoints]) =>
      [seq, checkpoints.filter((one) => !restores.some((restore) => isUndone(one, restore)))] as const,
  );
  return new Map(standing.filter(([, checkpoints]) => checkpoints.length > 0));
}

/** Checkpoints of two sources, by row. */
function both(one: Rows, other: Rows): Rows {
  const seqs = new Set([...one.keys(), ...other.keys()]);
  return new Map([...seqs].map((seq) => [seq, [...(one.get(seq) ?? []), ...(other.get(seq) ?? [])]]));
}

const nothingOf = { rows: 0, checkpoints: 0, lastCheckpoint: null, restores: [] } as const;

const goneReport = (ledger: string): LedgerReport => ({
  ...nothingOf,
  ledger,
  finding: {
    row: 1,
    problem: 'it is missing, with all after it: there is no such ledger in the storage any more',
  },
});

/** A damaged file, or a table that is not as the product made it: the other ledgers are verified all the same. */
const unreadable = (ledger: string, error: unknown): LedgerReport => ({
  ...nothingOf,
  ledger,
  finding: {
    row: null,
    problem: `it cannot be read (${error instanceof Error ? error.message : String(error)}): its storage was damaged or altered`,
  },
});
