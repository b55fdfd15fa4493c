import { randomBytes, type webcrypto } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import { madeOnce } from '../files/make-once.ts';

export const signingAlgorithm = 'EdDSA';

/** For how long a key that was replaced still verifies: longer than any token lives. */
const formerKeyHours = 24;

interface KeyPair {
  readonly keyId: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
  readonly publicJwk: JWK;
}

/**
 * The embedded issuer's key pair that signs now, and those before it that still verify; parts on one machine share them through
 * the data folder. Each property says what holds when it is read: another process may have made a new key.
 */
export interface SigningKey extends KeyPair {
  /** The key a token names; undefined where none of that name verifies any more. Without a name, the one that signs. */
  verifying(keyId: string | undefined): Promise<webcrypto.CryptoKey | undefined>;
  /** The public keys (RFC 7517), the one that signs first. */
  published(): readonly JWK[];
  /** The key pairs themselves, the one that signs first: for the embedded provider alone. */
  pairs(): readonly JWK[];
  /** Reads the keys again where another process has replaced them. */
  refresh(): Promise<void>;
}

const StoredKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
});
type StoredKey = z.infer<typeof StoredKey>;
const FormerKeys = z.array(StoredKey.extend({ until: z.iso.datetime() }));
type FormerKeys = z.infer<typeof FormerKeys>;

interface Keys {
  readonly signing: KeyPair;
  readonly stored: StoredKey;
  readonly former: FormerKeys;
  readonly formerPublic: ReadonlyMap<string, webcrypto.CryptoKey>;
  readonly version: string;
}

export const signingKeyFile = 'signing-key.json';

const fileOf = (folder: string) => join(folder, signingKeyFile);
const formerFileOf = (folder: string) => join(folder, 'signing-keys-former.json');

/** Reads the keys, or makes the first one once; of processes that start together all end up with the same one. */
export async function signingKey(dataDirectory: string): Promise<SigningKey> {
  let keys = await load(dataDirectory);
  let refreshing: Promise<void> | undefined;
  let lookedAt = 0;

  const refresh = () => {
    refreshing ??= (async () => {
      if (versionOf(dataDirectory) !== keys.version) keys = await load(dataDirectory);
    })().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };
  // The time that counts here is the one the file was written by, another process's own.
  const verifies = ({ until }: { until: string }) => Date.parse(until) > Date.now();
  const standing = () => keys.former.filter(verifies);

  return {
    get keyId() {
      return keys.signing.keyId;
    },
    get privateKey() {
      return keys.signing.privateKey;
    },
    get publicKey() {
      return keys.signing.publicKey;
    },
    get publicJwk() {
      return keys.signing.publicJwk;
    },
    async verifying(keyId) {
      if (keyId === undefined || keyId === keys.signing.keyId) return keys.signing.publicKey;
      const known = () =>
        keyId === keys.signing.keyId || standing().some(({ kid }) => kid === keyId)
          ? (keys.formerPublic.get(keyId) ?? keys.signing.publicKey)
          : undefined;
      const found = known();
      // Whoever sends invented key names must not make this read files each time.
      if (found || Date.now() - lookedAt < 1000) return found;
      lookedAt = Date.now();
      await refresh();
      return known();
    },
    published: () => [keys.signing.publicJwk, ...standing().map(publicJwkOf)],
    pairs: () => [
      { ...keys.stored, ...forSigning },
      ...standing().map(({ until: _until, ...pair }) => ({ ...pair, ...forSigning })),
    ],
    refresh,
  };
}

/**
 * Makes a new signing key; the one before verifies for a day more. Running processes take it up within seconds.
 * @returns the new key's id
 */
export async function rotateSigningKey(dataDirectory: string, clock: Clock): Promise<string> {
  const { stored, former } = await load(dataDirectory);
  const now = clock.now().getTime();
  const until = new Date(now + formerKeyHours * 3_600_000).toISOString();
  const standing = former.filter((key) => Date.parse(key.until) > now && key.kid !== stored.kid);
  replace(formerFileOf(dataDirectory), JSON.stringify([{ ...stored, until }, ...standing]));
  const made = await newKey();
  replace(fileOf(dataDirectory), JSON.stringify(made));
  return made.kid;
}

const forSigning = { alg: signingAlgorithm, use: 'sig' } as const;

function publicJwkOf({ kty, crv, x, kid }: StoredKey): JWK {
  return { kty, crv, x, kid, ...forSigning };
}

async function load(folder: string): Promise<Keys> {
  const file = fileOf(folder);
  const stored = parse(file, await madeOnce(file, async () => JSON.stringify(await newKey())));
  const version = versionOf(folder);
  const former = readFormer(formerFileOf(folder)).filter(({ kid }) => kid !== stored.kid);
  const formerPublic = new Map<string, webcrypto.CryptoKey>();
  for (const key of former) formerPublic.set(key.kid, await cryptoKey(publicJwkOf(key)));
  const publicJwk = publicJwkOf(stored);
  const signing = {
    keyId: stored.kid,
    privateKey: await cryptoKey(stored),
    publicKey: await cryptoKey(publicJwk),
    publicJwk,
  };
  return { signing, stored, former, formerPublic, version };
}

function versionOf(folder: string): string {
  const { mtimeMs, ino } = statSync(fileOf(folder));
  return `${mtimeMs}/${ino}`;
}

async function cryptoKey(jwk: JWK): Promise<webcrypto.CryptoKey> {
  const key = await importJWK(jwk, signingAlgorithm);
  if (key instanceof Uint8Array) throw new Error('The signing key is not a key pair.');
  return key;
}

function parse(file: string, text: string): StoredKey {
  const parsed = StoredKey.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new Error(
      `${file} holds no Ed25519 key. Delete it to have a new one made; tokens signed before end.`,
    );
  return parsed.data;
}

function readFormer(file: string): FormerKeys {
  if (!existsSync(file)) return [];
  const parsed = FormerKeys.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success)
    throw new Error(`${file} holds no Ed25519 keys. Delete it; tokens signed with former keys end.`);
  return parsed.data;
}

async function newKey(): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair(signingAlgorithm, { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return StoredKey.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk) });
}

function replace(file: string, content: string): void {
  const draft = join(dirname(file), `.secret-${randomBytes(6).toString('hex')}`);
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, file);
}
