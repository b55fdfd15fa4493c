import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from './canonical.ts';
import { digestOfReason } from './restores.ts';

const statementsFile = 'ledger-restores.jsonl';

/** What an operator said of a restore. Ledgers hold its digest; the text stands beside them, in a file to which lines are added. */
const Statement = z.object({
  at: z.string(),
  takenAt: z.string(),
  reason: z.string(),
  /** Ed25519 over the RFC 8785 text of all this and of what it is, in base64url. */
  signature: z.string(),
});
type Statement = z.infer<typeof Statement>;

const signedText = ({ at, takenAt, reason }: Omit<Statement, 'signature'>): Buffer =>
  Buffer.from(canonicalJson({ format: 'crosspoint restore 1', at, takenAt, reason }));

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

/** What operators said, by the digest that ledgers hold: what the ledgers' key signed, and nothing else. */
export function restoreReasons(folder: string, publicKey: string | null): ReadonlyMap<string, string> {
  const file = join(folder, statementsFile);
  if (publicKey === null || !existsSync(file)) return new Map();
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  const told = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => statementOf(line) ?? [])
    .filter((statement) =>
      verify(null, signedText(statement), key, Buffer.from(statement.signature, 'base64url')),
    );
  return new Map(told.map(({ reason }) => [digestOfReason(reason), reason]));
}

function statementOf(line: string): Statement | null {
  try {
    return Statement.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
