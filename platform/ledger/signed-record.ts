import type { KeyObject } from 'node:crypto';
import { CompactSign, compactVerify, importJWK } from 'jose';
import { z } from 'zod';
import { type CanonicalValue, canonicalJson } from './canonical.ts';
import { ledgerJwk } from './ledger-jwk.ts';

/** A text signed with the ledgers' key, for somebody to keep. */
export interface SignedRecord {
  /** What is signed: RFC 8785 JSON. */
  readonly record: string;
  /** The same with its signature, as a compact JWS (RFC 7515), EdDSA (RFC 8037). */
  readonly jws: string;
}

/** Why a signed record does not count, in words for a person. */
export class RecordError extends Error {
  override name = 'RecordError';
}

/** @param type says what it is, so that nothing else that the key signed passes for it */
export async function signRecord(
  key: KeyObject,
  publicKey: string,
  type: string,
  content: CanonicalValue,
): Promise<SignedRecord> {
  const record = canonicalJson(content);
  const { kid } = await ledgerJwk(publicKey);
  const jws = await new CompactSign(Buffer.from(record, 'utf8'))
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: type })
    .sign(key);
  return { record, jws };
}

const Header = z.strictObject({ alg: z.literal('EdDSA'), kid: z.string(), typ: z.string() });

/**
 * What is in a signed record, where one of these keys signed it and nothing was altered since.
 * @param publicKeys each 32 bytes in base64url
 * @throws RecordError
 */
export async function recordOf(jws: string, type: string, publicKeys: readonly string[]): Promise<string> {
  const broken = new RecordError('The signature does not hold: it was altered, or is none of this product.');
  const parts = jws.split('.');
  // Base64url has several texts for the same bytes; only one of them is what was signed, or the signature.
  const isExact = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part;
  if (parts.length !== 3 || !parts.every(isExact)) throw broken;
  const header = headerOf(parts[0] ?? '');
  if (!header) throw broken;
  if (header.typ !== type) throw new RecordError('This is signed, but as something else.');
  const keys = await Promise.all(publicKeys.map(ledgerJwk));
  const key = keys.find(({ kid }) => kid === header.kid);
  if (!key)
    throw new RecordError(
      `It is signed with the key ${header.kid}, which is not among those given: it is another's, or was altered.`,
    );
  try {
    const { payload } = await compactVerify(jws, await importJWK(key, 'EdDSA'), { algorithms: ['EdDSA'] });
    return Buffer.from(payload).toString('utf8');
  } catch {
    throw broken;
  }
}

function headerOf(part: string): z.infer<typeof Header> | null {
  try {
    return Header.parse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
