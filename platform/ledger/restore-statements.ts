import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from './canonical.ts';
import { digestOfText } from './digest-of-text.ts';

const statementsFile = 'ledger-restores.jsonl';

/** What an operator said of a restore. Ledgers hold its digest; the text stands beside them, in a file to which lines are added. */
const Statement = z.object({
  at: z.string(),
  takenAt: z.string(),
  reason: z.string(),
  /** The rows that tell of it, and those by which the backup tells of earlier ones. */
  rows: z.array(z.object({ ledger: z.string(), seq: z.number().int().positive(), hash: z.string() })),
  /** Ed25519 over the RFC 8785 text of all this and of what it is, in base64url. */
  signature: z.string(),
});
type Statement = z.infer<typeof Statement>;

/** What operators said of restores, as the ledgers' key signed it. */
export interface StatedRestores {
  /** By the digest that ledgers hold. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Whether a row of a ledger tells of a restore that was done. */
  names(ledger: string, row: { readonly seq: number; readonly hash: string }): boolean;
}

const signedText = ({ at, takenAt, reason, rows }: Omit<Statement, 'signature'>): Buffer =>
  Buffer.from(canonicalJson({ format: 'crosspoint restore 1', at, takenAt, reason, rows }));

/** It is on the disk when this returns. A statement of a restore that was not done is named by no ledger, and counts for nothing. */
export function tellRestore(folder: string, key: KeyObject, said: Omit<Statement, 'signature'>): void {
  mkdirSync(folder, { recursive: true });
  const signature = sign(null, signedText(said), key).toString('base64url');
  const handle = openSync(join(folder, statementsFile), 'a', 0o600);
  try {
    appendFileSync(handle, `${JSON.stringify({ ...said, signature })}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Reads what the ledgers' key signed, and nothing else. */
export function statedRestores(folder: string, publicKey: string | null): StatedRestores {
  const told = publicKey === null ? [] : signedStatements(folder, publicKey);
  const place = (ledger: string, seq: number, hash: string) => JSON.stringify([ledger, seq, hash]);
  const named = new Set(told.flatMap(({ rows }) => rows.map((row) => place(row.ledger, row.seq, row.hash))));
  return {
    reasons: new Map(told.map(({ reason }) => [digestOfText(reason), reason])),
    names: (ledger, { seq, hash }) => named.has(place(ledger, seq, hash)),
  };
}

function signedStatements(folder: string, publicKey: string): Statement[] {
  const file = join(folder, statementsFile);
  if (!existsSync(file)) return [];
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => statementOf(line) ?? [])
    .filter((statement) =>
      verify(null, signedText(statement), key, Buffer.from(statement.signature, 'base64url')),
    );
}

function statementOf(line: string): Statement | null {
  try {
    return Statement.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
