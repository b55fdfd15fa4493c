import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readConfig } from '../../platform/config/config.ts';
import { verifyReceipts } from '../../platform/consent-receipt/verify-receipt.ts';
import { ledgerPublicKey } from '../../platform/ledger/ledger-key.ts';
import { runCommand } from './command.ts';

const usage = 'Usage: npm run verify-receipt -- FILE [--key FILE]   the key as /ledger-keys gave it, or PEM';

const Jwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });
const Keys = z.union([
  z.object({ keys: z.array(Jwk) }).transform(({ keys }) => keys),
  Jwk.transform((key) => [key]),
]);

/** @throws Error where the file holds no Ed25519 public key */
function publicKeysIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  try {
    if (!text.includes('-----BEGIN')) return Keys.parse(JSON.parse(text)).map(({ x }) => x);
    return [Jwk.parse(createPublicKey(text).export({ format: 'jwk' })).x];
  } catch (cause) {
    throw new Error(`${file} holds no Ed25519 public key. Download it from /ledger-keys.`, { cause });
  }
}

/** Verifies a consent receipt without a server or network, and prints what it shows. Ends with status 1 where it does not hold. */
await runCommand(async () => {
  const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true });
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new Error(usage);
  const own = values.key === undefined ? ledgerPublicKey(readConfig(process.env).keys.ledger) : null;
  if (values.key === undefined && own === null)
    throw new Error(`There is no key of the ledgers here.\n${usage}`);
  const publicKeys = values.key === undefined ? [own ?? ''] : publicKeysIn(values.key);
  for (const { line } of await verifyReceipts(readFileSync(file, 'utf8'), publicKeys))
    process.stdout.write(`Holds: ${line}\n`);
});
