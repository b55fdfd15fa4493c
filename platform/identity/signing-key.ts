import { randomBytes, type webcrypto } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';

export const signingAlgorithm = 'EdDSA';

/** The embedded issuer's key pair; parts on one machine share it through the data folder. */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
  readonly publicJwk: JWK;
}

const StoredKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
});

/** Reads the key, or makes it once; of processes that start together all end up with the same one. */
export async function signingKey(dataDirectory: string): Promise<SigningKey> {
  const file = join(dataDirectory, 'signing-key.json');
  const stored = read(file) ?? (await create(dataDirectory, file));
  const { d: _secret, ...publicJwk } = stored;
  return {
    keyId: stored.kid,
    privateKey: await cryptoKey(stored),
    publicKey: await cryptoKey(publicJwk),
    publicJwk: { ...publicJwk, alg: signingAlgorithm, use: 'sig' },
  };
}

async function cryptoKey(jwk: JWK): Promise<webcrypto.CryptoKey> {
  const key = await importJWK(jwk, signingAlgorithm);
  if (key instanceof Uint8Array) throw new Error('The signing key is not a key pair.');
  return key;
}

function read(file: string) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const parsed = StoredKey.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new Error(
      `${file} holds no Ed25519 key. Delete it to have a new one made; tokens signed before end.`,
    );
  return parsed.data;
}

async function create(folder: string, file: string) {
  mkdirSync(folder, { recursive: true });
  const { privateKey } = await generateKeyPair(signingAlgorithm, { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const draft = join(folder, `.signing-key-${randomBytes(6).toString('hex')}`);
  writeFileSync(draft, JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk) }), { mode: 0o600 });
  try {
    linkSync(draft, file); // fails where another process was first: then its key counts
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  const made = read(file);
  if (!made) throw new Error(`${file} could not be read back.`);
  return made;
}
