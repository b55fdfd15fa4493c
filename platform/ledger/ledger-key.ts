import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The Ed25519 key that signs checkpoints and nothing else, as PKCS #8 in PEM. */
export const ledgerKeyFile = 'ledger-key.pem';

/** Reads the key, or makes it once; of processes that start together all end up with the same one. */
export function ledgerKey(folder: string): KeyObject {
  const file = join(folder, ledgerKeyFile);
  if (!existsSync(file)) create(folder, file);
  return read(file);
}

/** The public key, 32 bytes in base64url; null where there is no key yet. Makes none. */
export function ledgerPublicKey(folder: string): string | null {
  const file = join(folder, ledgerKeyFile);
  return existsSync(file) ? publicKeyOf(read(file)) : null;
}

export function publicKeyOf(key: KeyObject): string {
  return String(createPublicKey(key).export({ format: 'jwk' }).x);
}

function read(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new Error(`${file} cannot be read as a private key. Put it back from a copy.`, { cause });
  }
  throw new Error(`${file} holds no Ed25519 key. Put it back from a copy.`);
}

function create(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, `.ledger-key-${randomBytes(6).toString('hex')}`);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    linkSync(draft, file); // fails where another process was first: then its key counts
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
}
