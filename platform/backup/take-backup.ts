import { createHash, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Clock, instant } from '../clock/clock.ts';
import type { StorageLocation } from '../database/database.ts';
import { syncFolder } from '../database/restored-files.ts';
import { beginningOf } from '../ledger/chain.ts';
import { publicKeyOf } from '../ledger/ledger-key.ts';
import {
  BackupError,
  type Manifest,
  manifestFile,
  manifestText,
  type StoredPart,
  type StoredTable,
  tableFile,
} from './manifest.ts';
import { openSnapshot, type SnapshotPart, type SnapshotTable } from './snapshot.ts';
import type { Value } from './values.ts';

export interface BackupOrder {
  readonly storage: StorageLocation;
  /** Whatever follows another part before that one (see `openSnapshot`). */
  readonly parts: readonly string[];
  /** Of the backup; it is made, or is empty. */
  readonly folder: string;
  /** The ledgers' key: it signs what the backup holds. */
  readonly key: KeyObject;
  readonly clock: Clock;
  /** Told to the person who waits. */
  readonly say: (line: string) => void;
}

/**
 * Copies all parts as they stand at one moment into a folder. The folder is there when the backup is whole, and not before.
 * @throws BackupError
 */
export async function takeBackup(order: BackupOrder): Promise<Manifest> {
  const { storage, parts, key, clock } = order;
  const folder = resolve(order.folder);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new BackupError(`${folder} is not empty. Give each backup a folder of its own.`);
  const unfinished = join(dirname(folder), `.unfinished-${basename(folder)}`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const takenAt = instant(clock.now());
  const snapshot = await openSnapshot(storage, parts);
  try {
    if (snapshot.parts.length === 0) throw new BackupError('There is nothing to back up.');
    const stored: StoredPart[] = [];
    for (const part of snapshot.parts) stored.push(await writePart(unfinished, part, order));
    const manifest: Manifest = {
      format: 'crosspoint backup 1',
      takenAt,
      from: storage.kind,
      parts: stored,
      publicKey: publicKeyOf(key),
    };
    await writeFile(join(unfinished, manifestFile), [manifestText(manifest, key)]);
    syncFolder(unfinished);
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(unfinished, folder);
    syncFolder(dirname(folder));
    return manifest;
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  } finally {
    await snapshot.close();
  }
}

async function writePart(
  folder: string,
  { part, migrations, tables }: SnapshotPart,
  { say }: BackupOrder,
): Promise<StoredPart> {
  mkdirSync(join(folder, part), { mode: 0o700 });
  const keepsLedger = tables.some(({ table }) => table === 'ledger');
  let end = keepsLedger ? { seq: 0, hash: beginningOf(part) } : null;
  const stored: StoredTable[] = [];
  for (const table of tables) {
    const isLedger = table.table === 'ledger';
    const seen = (row: readonly Value[]) => {
      if (!isLedger) return;
      const [seq, hash] = ['seq', 'hash'].map((name) => row[table.columns.indexOf(name)]);
      if (typeof seq === 'number' && typeof hash === 'string' && seq > (end?.seq ?? 0)) end = { seq, hash };
    };
    stored.push(await writeTable(tableFile(folder, part, table.table), table, seen));
  }
  syncFolder(join(folder, part));
  say(`${part}: ${stored.reduce((sum, { rows }) => sum + rows, 0)} rows of ${stored.length} tables`);
  return { part, migrations: [...migrations], tables: stored, ledger: end };
}

async function writeTable(
  file: string,
  { table, columns, rows }: SnapshotTable,
  seen: (row: readonly Value[]) => void,
): Promise<StoredTable> {
  const hash = createHash('sha256');
  let count = 0;
  let bytes = 0;
  async function* chunks() {
    for await (const batch of rows()) {
      for (const row of batch) seen(row);
      const chunk = Buffer.from(batch.map(lineOf).join(''), 'utf8');
      count += batch.length;
      bytes += chunk.length;
      hash.update(chunk);
      yield chunk;
    }
  }
  await writeFile(file, chunks());
  return { table, columns: [...columns], rows: count, bytes, sha256: hash.digest('hex') };
}

/** U+2028 and U+2029 may stand in JSON as they are, but many readers of lines end one there. */
function lineOf(row: readonly Value[]): string {
  const text = JSON.stringify(row).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return `${text}\n`;
}

/** It is on the disk when this comes back, for its owner alone to read. */
async function writeFile(
  file: string,
  chunks: Iterable<Buffer | string> | AsyncIterable<Buffer | string>,
): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const chunk of chunks) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
