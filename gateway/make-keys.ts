import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { keyBytes } from '../platform/encryption/key-ring.ts';
import { madeOnce } from '../platform/files/make-once.ts';
import { signingKey, signingKeyFile } from '../platform/identity/signing-key.ts';
import { ledgerKey, ledgerKeyFile } from '../platform/ledger/ledger-key.ts';

export const encryptionKeysFile = 'encryption-keys';

/** Makes what is missing in the folder of the keys that all instances are given. @returns a line about each file */
export async function makeKeys(folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const makers: readonly (readonly [file: string, make: () => unknown])[] = [
    [
      encryptionKeysFile,
      () => madeOnce(join(folder, encryptionKeysFile), () => `${randomBytes(keyBytes).toString('base64')}\n`),
    ],
    [signingKeyFile, () => signingKey(folder)],
    [ledgerKeyFile, () => ledgerKey(folder)],
  ];
  const lines: string[] = [];
  for (const [name, make] of makers) {
    const file = join(folder, name);
    const known = existsSync(file);
    await make();
    lines.push(`${file}: ${known ? 'was there, and stays' : 'made'}`);
  }
  return [
    ...lines,
    `Set KEYS_DIR=${folder} and ENCRYPTION_KEY_FILE=${join(folder, encryptionKeysFile)} for every instance, and keep a copy in another place: without these keys the data cannot be read.`,
  ];
}
