import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Config, ConfigurationError } from '../config/config.ts';
import { madeOnce } from '../files/make-once.ts';
import { type KeyRing, keyBytes, keyRing } from './key-ring.ts';

const howToMake = `Make one with: node -e "console.log(require('crypto').randomBytes(${keyBytes}).toString('base64'))"`;

/**
 * The keys that what is at rest is sealed with: ENCRYPTION_KEYS, or the file ENCRYPTION_KEY_FILE names; base64 keys of 32
 * bytes, the current one first, separated by commas or line breaks. In development, where neither is set, a key is made
 * once in the data folder; in production that would put the key beside what it locks.
 * @throws ConfigurationError
 */
export async function configuredKeys(config: Config): Promise<KeyRing> {
  const { ENCRYPTION_KEYS: keys, ENCRYPTION_KEY_FILE: file } = config.variables;
  if (keys && file) throw new ConfigurationError('Set ENCRYPTION_KEYS or ENCRYPTION_KEY_FILE, not both.');
  if (keys) return ringOf(keys, 'ENCRYPTION_KEYS');
  if (file) return ringOf(readKeyFile(file), `ENCRYPTION_KEY_FILE (${file})`);
  const own = join(config.dataDirectory, 'encryption-key.json');
  if (config.environment === 'production') throw new ConfigurationError(missing(own));
  return keyRing([storedKey(own, await madeOnce(own, newKey))]);
}

function missing(own: string): string {
  const used = existsSync(own)
    ? ` ${own} holds the key of a start in development: to go on with that data, name a new key first and that one after it, run npm run rotate-keys, and delete the file.`
    : '';
  return `ENCRYPTION_KEYS is not set: without a key, names, e-mail addresses and telephone numbers cannot be stored. ${howToMake}\nKeep it away from the data and its backups, and never lose it: without it the data cannot be read.${used}`;
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(
      `ENCRYPTION_KEY_FILE: ${file} cannot be read (${cause instanceof Error ? cause.message : cause}).`,
    );
  }
}

function ringOf(text: string, where: string): KeyRing {
  const written = text.split(/[\s,]+/).filter((key) => key !== '');
  const keys = written.map((key, index) => {
    const bytes = Buffer.from(key, 'base64');
    if (!/^[\w+/-]+={0,2}$/.test(key) || bytes.length !== keyBytes)
      throw new ConfigurationError(
        `${where}: key number ${index + 1} is not ${keyBytes} bytes in base64. ${howToMake}`,
      );
    return bytes;
  });
  if (keys.length === 0) throw new ConfigurationError(`${where} holds no key. ${howToMake}`);
  const ring = keyRing(keys);
  if (ring.byId.size < keys.length) throw new ConfigurationError(`${where} names a key twice.`);
  return ring;
}

const StoredKey = z.object({
  key: z.base64().refine((key) => Buffer.from(key, 'base64').length === keyBytes),
});

function storedKey(file: string, text: string): Buffer {
  try {
    return Buffer.from(StoredKey.parse(JSON.parse(text)).key, 'base64');
  } catch {
    throw new ConfigurationError(
      `${file} holds no encryption key. Put it back from where you keep a copy; what is stored cannot be read without it.`,
    );
  }
}

const newKey = (): string => JSON.stringify({ key: randomBytes(keyBytes).toString('base64') });
