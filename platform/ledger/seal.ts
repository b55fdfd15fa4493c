import type { KeyObject } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { type Clock, instant } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { AnchorFile } from './anchor-file.ts';
import { ledgerEnd } from './append.ts';
import { type Checkpoint, signCheckpoint } from './checkpoint.ts';
import { ledgerKey, publicKeyOf } from './ledger-key.ts';
import { type StatedRestores, statedRestores } from './restore-statements.ts';
import { isUndone, restoresOf, unstatedRestore } from './restores.ts';
import { LedgerCheckpointRow, LedgerRow } from './storage.ts';

export const anchorFileName = 'ledger-checkpoints.jsonl';

/** What signs checkpoints and where they are kept outside the databases. */
export interface LedgerSeal {
  readonly key: KeyObject;
  readonly publicKey: string;
  readonly anchors: AnchorFile;
  /** Which names of ledgers this process has told each one. */
  readonly told: Map<string, string>;
}

/**
 * Reads the ledgers' key, or makes it once.
 * @param folder of the checkpoints
 * @param keyFolder of the key, where it is another
 */
export function ledgerSeal(folder: string, keyFolder = folder): LedgerSeal {
  const key = ledgerKey(keyFolder);
  const anchors = new AnchorFile(join(folder, anchorFileName));
  return { key, publicKey: publicKeyOf(key), anchors, told: new Map() };
}

/** The ledger is not the one that was sealed before: nothing is signed that contradicts what was. */
export class LedgerContradiction extends Error {
  constructor({ ledger, seq, at }: Checkpoint) {
    super(
      `The ledger ${ledger} does not hold row ${seq} as it was sealed at ${at}: rows were cut off or rewritten, ` +
        'or an older copy of the database was put in its place. Run `npm run verify`.',
    );
    this.name = 'LedgerContradiction';
  }
}

/** The ledger tells of a restore that nobody with the key did: nothing is signed that would confirm it. */
export class UnstatedRestore extends Error {
  constructor(ledger: string, seq: number) {
    super(
      `The ledger ${ledger} tells of a restore in row ${seq} that no signed line of ledger-restores.jsonl names: somebody put it in. ` +
        'Where the restore was done on another machine, copy that file from there. Run `npm run verify`.',
    );
    this.name = 'UnstatedRestore';
  }
}

/**
 * Signs where a ledger ends now, and keeps that in the database and outside it. Nothing where it ended there before.
 * @param ledger the name of the database's storage model
 * @throws LedgerContradiction, UnstatedRestore
 */
export function sealLedger(
  database: Database,
  ledger: string,
  clock: Clock,
  seal: LedgerSeal,
): Promise<Checkpoint | null> {
  const { key, publicKey, anchors } = seal;
  return database.writeUnseen(async (manager) => {
    const end = await ledgerEnd(manager, ledger);
    const anchored = anchors.lastOf(ledger);
    const stated = () => statedRestores(dirname(anchors.file), publicKey);
    if (anchored) await adopt(manager, anchored, seal, stated);
    const sealed = (await manager.maximum(LedgerCheckpointRow, 'seq')) ?? 0;
    if (end.seq === sealed) return null;
    const forged = await unstatedRestore(manager, ledger, stated(), Math.min(sealed, anchored?.seq ?? 0));
    if (forged) throw new UnstatedRestore(ledger, forged.seq);
    const said = { ledger, seq: end.seq, hash: end.hash, at: instant(clock.now()), publicKey };
    const checkpoint = signCheckpoint(key, said);
    await keepCheckpoint(manager, checkpoint);
    // Outside first: a checkpoint that is here and not there would look as if somebody had shortened the file.
    anchors.append(checkpoint);
    return checkpoint;
  });
}

/**
 * Keeps a checkpoint whose process died between the file and the commit; where the storage was restored since, tells the file.
 * @throws LedgerContradiction
 */
async function adopt(
  manager: EntityManager,
  anchored: Checkpoint,
  { publicKey, anchors }: LedgerSeal,
  stated: () => StatedRestores,
): Promise<void> {
  const { ledger, seq, hash } = anchored;
  if (!(await manager.existsBy(LedgerRow, { seq, hash }))) {
    const restores = await restoresOf(manager, ledger, publicKey, stated());
    const restore = restores.findLast((one) => isUndone(anchored, one));
    if (!restore) throw new LedgerContradiction(anchored);
    anchors.append(restore.checkpoint);
    return;
  }
  if (!(await manager.existsBy(LedgerCheckpointRow, { seq }))) await keepCheckpoint(manager, anchored);
}

export async function keepCheckpoint(manager: EntityManager, checkpoint: Checkpoint): Promise<void> {
  const { seq, hash, at, publicKey, signature } = checkpoint;
  await manager.insert(LedgerCheckpointRow, { seq, hash, at, public_key: publicKey, signature });
}

export const checkpointOfRow = (ledger: string, row: LedgerCheckpointRow): Checkpoint => ({
  ledger,
  seq: row.seq,
  hash: row.hash,
  at: row.at,
  publicKey: row.public_key,
  signature: row.signature,
});
