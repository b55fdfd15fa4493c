import { type Clock, type Instant, instant } from '../clock/clock.ts';
import type { Database, Storage, StorageModel } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { appendToLedger, clockAt, ledgerEnd } from '../ledger/append.ts';
import { type Checkpoint, signCheckpoint } from '../ledger/checkpoint.ts';
import { anchorsIn, checkpointsOf } from '../ledger/kept-checkpoints.ts';
import { tellRestore } from '../ledger/restore-statements.ts';
import { restoredEntry, sealedRestores } from '../ledger/restores.ts';
import { checkpointOfRow, keepCheckpoint, type LedgerSeal } from '../ledger/seal.ts';
import { LedgerCheckpointRow } from '../ledger/storage.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { checkFiles } from './check-backup.ts';
import { asItWas, checkVersions } from './check-versions.ts';
import { loadPart } from './load-part.ts';
import { BackupError, type Manifest, readManifest, type StoredPart } from './manifest.ts';
import { stageRestore } from './staging.ts';

export interface RestoreOrder {
  readonly folder: string;
  readonly storage: Storage;
  /** What this version of the product keeps. */
  readonly models: readonly StorageModel[];
  /** The ledgers' key, and the file of checkpoints beside the databases. */
  readonly seal: LedgerSeal;
  /** Of the file of checkpoints: the statement that the restore was done goes there too. */
  readonly ledgerFolder: string;
  /** Why, in the operator's words. */
  readonly reason: string;
  /** Whether what is there already may go. */
  readonly replace: boolean;
  /** Whether the key that signed the backup is lost for good. */
  readonly keyIsLost: boolean;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}

/**
 * Puts a backup in the place of what is there: all of it or, however this ends, nothing. Each ledger tells of it, sealed.
 * @throws BackupError, StorageInUse
 */
export async function restoreBackup(order: RestoreOrder): Promise<Manifest> {
  const { folder, storage, models, seal, replace, keyIsLost, say } = order;
  const manifest = readManifest(folder);
  if (manifest.publicKey !== seal.publicKey && !keyIsLost)
    throw new BackupError(
      "This backup is signed with another ledgers' key than the one given. Put ledger-key.pem back from your copy of the keys. " +
        'Only where it is lost for good, --key-is-lost restores all the same: then nothing from before can be verified any more.',
    );
  checkVersions(manifest, models);
  say(`Checking the backup of ${manifest.takenAt}`);
  await checkFiles(folder, manifest);

  const parts = manifest.parts.map(({ part }) => part);
  const staging = await stageRestore(storage, parts);
  try {
    const [first] = staging.occupied;
    if (first !== undefined && !replace)
      throw new BackupError(
        `There is a ${first} already. --replace puts the backup in its place; what is there now is then gone: back it up first.`,
      );
    const at = momentAfter(seal, parts, order.clock);
    const anchored = await anchorsIn(seal.anchors.file);
    const told: Checkpoint[] = [];
    const before: Checkpoint[] = [];
    const earlier: Checkpoint[] = [];
    for (const part of manifest.parts) {
      const model = models.find((one) => one.part === part.part);
      if (!model) throw new BackupError(`There is no part ${part.part}.`);
      const database = await staging.open(asItWas(model, part));
      try {
        await loadPart(database, folder, part, (keyId) => storage.keys.byId.has(keyId));
        if (part.ledger) {
          const checkpoints = await checkLedger(database, manifest, part);
          const inFile = checkpointsOf(anchored, part.part);
          before.push(...checkpoints.filter(({ seq }) => !inFile.has(seq)));
          earlier.push(...(await earlierRestores(database, part.part, seal.publicKey)));
          told.push(await tellLedger(database, manifest, part, order, at));
        }
      } finally {
        await database.close();
      }
      say(`${part.part}: ${part.tables.reduce((sum, { rows }) => sum + rows, 0)} rows`);
    }
    const rows = [...earlier, ...told].map(({ ledger, seq, hash }) => ({ ledger, seq, hash }));
    tellRestore(order.ledgerFolder, seal.key, { at, takenAt: manifest.takenAt, reason: order.reason, rows });
    // A file that was lost learns again what the backup knows.
    seal.anchors.append(...before.filter(({ publicKey }) => publicKey === seal.publicKey));
    await staging.take();
    seal.anchors.append(...told);
  } finally {
    await staging.release();
  }
  // What an older version made is brought to this one, as at every start.
  for (const model of models)
    if (parts.includes(model.part)) await (await openDatabase(model, storage)).close();
  return manifest;
}

/** The ledger is sound and ends where the backup says. @returns its checkpoints */
async function checkLedger(
  database: Database,
  { publicKey }: Manifest,
  { part, ledger }: StoredPart,
): Promise<Checkpoint[]> {
  return database.read(async (manager) => {
    const { rows, finding } = await verifyLedger(manager, part, publicKey, new Map());
    const end = await ledgerEnd(manager, part);
    if (finding) throw new BackupError(`The ledger ${part} of the backup is not sound: ${finding.problem}.`);
    if (rows !== ledger?.seq || end.hash !== ledger.hash)
      throw new BackupError(`The ledger ${part} of the backup does not end where its manifest says.`);
    const sealed = await manager.find(LedgerCheckpointRow, { order: { seq: 'ASC' } });
    return sealed.map((row) => checkpointOfRow(part, row));
  });
}

/** Restores that the backup tells of and the key sealed: named anew, for a file of statements that was lost. */
async function earlierRestores(database: Database, part: string, publicKey: string): Promise<Checkpoint[]> {
  const found = await database.read((manager) => sealedRestores(manager, part, publicKey));
  return found.map(({ checkpoint }) => checkpoint);
}

/** Tells the ledger that it was restored, and seals it there. */
async function tellLedger(
  database: Database,
  { takenAt }: Manifest,
  { part, ledger }: StoredPart,
  { seal: { key, publicKey, anchors }, reason }: RestoreOrder,
  at: Instant,
): Promise<Checkpoint> {
  return database.write(async (manager) => {
    const [last] = await manager.find(LedgerCheckpointRow, { order: { seq: 'DESC' }, take: 1 });
    const told = { takenAt, rows: ledger?.seq ?? 0, lastSealedAt: last?.at ?? null, reason };
    const known = anchors.lastOf(part);
    const entry = restoredEntry(told, known ? { seq: known.seq, hash: known.hash } : null);
    const [row] = await appendToLedger(manager, part, clockAt(at), [entry]);
    if (!row) throw new Error('The ledger took no row.');
    const { seq, hash } = row;
    const checkpoint = signCheckpoint(key, { ledger: part, seq, hash, at, publicKey });
    await keepCheckpoint(manager, checkpoint);
    return checkpoint;
  });
}

/** Later than all that was ever sealed, whatever the clock says: what was sealed before it is told from what comes after. */
function momentAfter({ anchors }: LedgerSeal, parts: readonly string[], clock: Clock): Instant {
  const sealed = parts.map((part) => Date.parse(anchors.lastOf(part)?.at ?? '1970-01-01T00:00:00Z') + 1);
  return instant(new Date(Math.max(clock.now().getTime(), ...sealed)));
}
