import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../ledger/canonical.ts';

/** Why a backup cannot be made or used, in words for a person. */
export class BackupError extends Error {
  override name = 'BackupError';
}

export const manifestFile = 'manifest.json';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/);
const count = z.number().int().nonnegative();
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A table: the file `part/table.jsonl`, a row a line, each a JSON list of values in the order of the columns. */
const StoredTable = z.object({
  table: name,
  columns: z.array(name).min(1),
  rows: count,
  bytes: count,
  sha256: digest,
});
export type StoredTable = z.infer<typeof StoredTable>;

const StoredPart = z.object({
  part: name,
  /** The migrations that had made its tables, by their names: the version of what it keeps. */
  migrations: z.array(z.string()),
  tables: z.array(StoredTable),
  /** Where its ledger ended; null where it kept none. */
  ledger: z.object({ seq: count, hash: digest }).nullable(),
});
export type StoredPart = z.infer<typeof StoredPart>;

/** What a backup holds. */
export const Manifest = z.object({
  format: z.literal('crosspoint backup 1'),
  takenAt: z.string(),
  /** The database it was taken of; it can be restored into either. */
  from: z.enum(['sqlite', 'postgres']),
  parts: z.array(StoredPart).min(1),
  /** The ledgers' Ed25519 key, 32 bytes in base64url. */
  publicKey: z.string(),
});
export type Manifest = z.infer<typeof Manifest>;

const Signed = Manifest.extend({ signature: z.string() });

const signedText = (manifest: Manifest): Buffer => Buffer.from(canonicalJson(manifest));

/** The manifest's file: the RFC 8785 text of it with its signature, and nothing else. */
export function manifestText(manifest: Manifest, key: KeyObject): string {
  const signature = sign(null, signedText(manifest), key).toString('base64url');
  return `${canonicalJson({ ...manifest, signature })}\n`;
}

/** Reads what a backup says it holds, signed by the key that it names. @throws BackupError */
export function readManifest(folder: string): Manifest {
  const file = join(folder, manifestFile);
  if (!existsSync(file))
    throw new BackupError(`${folder} is no whole backup: it has no ${manifestFile}. Use another one.`);
  const altered = new BackupError(`${file} was altered, or is no manifest of a backup. Use another backup.`);
  const text = readFileSync(file, 'utf8');
  const parsed = Signed.safeParse(jsonOf(text));
  if (!parsed.success) throw altered;
  const { signature, ...manifest } = parsed.data;
  // There is one text of it: what else has the same meaning was altered too.
  if (text !== `${canonicalJson({ ...manifest, signature })}\n` || !isSigned(manifest, signature))
    throw altered;
  return manifest;
}

function isSigned(manifest: Manifest, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // Base64url has several texts for the same bytes.
  if (bytes.toString('base64url') !== signature) return false;
  try {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: manifest.publicKey },
      format: 'jwk',
    });
    return verify(null, signedText(manifest), key, bytes);
  } catch {
    return false; // what it names is no key
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const tableFile = (folder: string, part: string, table: string): string =>
  join(folder, part, `${table}.jsonl`);
