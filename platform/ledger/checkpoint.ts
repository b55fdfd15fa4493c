import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from './canonical.ts';

/** A signed word that a ledger ended so at a time. Whoever keeps one can show later that nothing up to it was rewritten. */
export const Checkpoint = z.object({
  ledger: z.string(),
  seq: z.number().int().positive(),
  /** The hash of row `seq`. */
  hash: z.string(),
  at: z.string(),
  /** Ed25519, 32 bytes in base64url. */
  publicKey: z.string(),
  /** Ed25519 over the text of `statementOf`, in base64url. */
  signature: z.string(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** What is signed: the RFC 8785 text of everything but the signature, and of what it is. */
const statementOf = ({ ledger, seq, hash, at, publicKey }: Omit<Checkpoint, 'signature'>): Buffer =>
  Buffer.from(canonicalJson({ format: 'crosspoint checkpoint 1', ledger, seq, hash, at, publicKey }));

export function signCheckpoint(key: KeyObject, said: Omit<Checkpoint, 'signature'>): Checkpoint {
  return { ...said, signature: sign(null, statementOf(said), key).toString('base64url') };
}

/** Whether it was signed with the key that it names. Whose key that is, is another question. */
export function isSigned(checkpoint: Checkpoint): boolean {
  const key = { kty: 'OKP', crv: 'Ed25519', x: checkpoint.publicKey };
  try {
    const signature = Buffer.from(checkpoint.signature, 'base64url');
    // Base64url has several texts for the same bytes; only one of them is the signature that was given.
    if (signature.toString('base64url') !== checkpoint.signature) return false;
    return verify(null, statementOf(checkpoint), createPublicKey({ key, format: 'jwk' }), signature);
  } catch {
    return false; // what it names is no key
  }
}
