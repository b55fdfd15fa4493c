import { calculateJwkThumbprint, type JWK } from 'jose';

/** The ledgers' public key as others know it. */
export interface LedgerJwk extends JWK {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  /** Its thumbprint (RFC 7638, SHA-256): by it what is signed names the key. */
  readonly kid: string;
  readonly use: 'sig';
}

/** @param publicKey 32 bytes in base64url */
export async function ledgerJwk(publicKey: string): Promise<LedgerJwk> {
  const key = { kty: 'OKP', crv: 'Ed25519', x: publicKey } as const;
  return { ...key, kid: await calculateJwkThumbprint(key), use: 'sig' };
}
