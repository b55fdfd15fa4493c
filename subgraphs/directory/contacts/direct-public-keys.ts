import { type Key, readKeys, type Subkey } from 'openpgp';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import type { PublicKey } from './public-key.ts';

const mostKeys = 5;
const longestKey = 100_000;

const begins = '-----BEGIN PGP PUBLIC KEY BLOCK-----';

/**
 * Reads OpenPGP public keys (RFC 9580), one armored block in each item.
 * @throws Problem BAD_USER_INPUT with the path of the item; nothing of the item is in it
 */
export async function publicKeysOf(
  written: readonly string[],
  path: string,
  now: Date,
): Promise<PublicKey[]> {
  if (written.length > mostKeys) throw badInput(path, `Give at most ${mostKeys}.`);
  const keys = new Map<string, { key: Key; at: string }>();
  for (const [index, text] of written.entries()) {
    const at = `${path}.${index}`;
    const key = await keyOf(text, at);
    const same = keys.get(key.getFingerprint());
    // The same key given again may say more: that it is revoked, or expires.
    if (same) same.key = await same.key.update(key, now);
    else keys.set(key.getFingerprint(), { key, at });
  }
  const facts: PublicKey[] = [];
  for (const { key, at } of keys.values()) facts.push(await factsOf(key, at, now));
  return facts;
}

async function keyOf(text: string, path: string): Promise<Key> {
  if (/BEGIN PGP PRIVATE KEY/.test(text))
    throw badInput(
      path,
      'This is a private key. It was not kept. Who has seen it can read what was meant for you: if it left your device, revoke it, and give the public key of a new one.',
    );
  if (!text.includes(begins))
    throw badInput(path, `Give the whole public key as text, from "${begins}" to its end.`);
  if (text.length > longestKey)
    throw badInput(path, `Keep a key under ${longestKey} characters: export it without others' signatures.`);
  const keys = await readKeys({ armoredKeys: text }).catch(() => []);
  const [key] = keys;
  if (!key) throw badInput(path, 'This key cannot be read. Export it anew, and give it whole.');
  // Of several blocks, one after the other, only the first is read.
  if (keys.length > 1 || text.split(begins).length > 2) throw badInput(path, 'Give one key in each item.');
  if (key.isPrivate()) throw badInput(path, 'This is a private key. It was not kept. Give the public one.');
  return key;
}

/** How far the clock of the device that a key was made on may be ahead. */
const clockAhead = 24 * 60 * 60 * 1000;

async function factsOf(key: Key, path: string, now: Date): Promise<PublicKey> {
  const begun = key.getCreationTime();
  if (begun.getTime() > now.getTime() + clockAhead)
    throw badInput(
      path,
      `Nobody can encrypt to this key before ${instant(begun).slice(0, 10)}, when it says it was made. Give one that can be used now.`,
    );
  const revoked = await key.isRevoked(undefined, undefined, now);
  const encryption = revoked ? null : await encryptionPartOf(key);
  if (!revoked && encryption === null)
    throw badInput(
      path,
      'Nobody can encrypt to this key: it has no part for it that is signed and strong enough. Give another.',
    );
  const identities = await identitiesOf(key, now);
  return {
    armored: key.armor(),
    fingerprint: key.getFingerprint().toUpperCase(),
    userIds: identities.map(({ userID }) => userID),
    emails: identities.flatMap(({ email }) => (email === '' ? [] : [email])),
    algorithm: algorithmOf(encryption ?? key),
    createdAt: instant(begun),
    expiresAt: earliest([await key.getExpirationTime(), (await encryption?.getExpirationTime(now)) ?? null]),
    revoked,
  };
}

/** What others encrypt to, whether or not it has expired. */
async function encryptionPartOf(key: Key): Promise<Key | Subkey | null> {
  return key.getEncryptionKey(undefined, null).catch(() => null);
}

/** Those that the key certifies for itself. */
async function identitiesOf(key: Key, now: Date): Promise<{ userID: string; email: string }[]> {
  const identities = await Promise.all(
    key.users.map(async (user) => {
      const { userID } = user;
      if (!userID) return [];
      const isCertified = await user.verify(now).then(
        () => true,
        () => false,
      );
      const isRevoked = user.revocationSignatures.length > 0;
      return isCertified && !isRevoked ? [{ userID: userID.userID, email: userID.email }] : [];
    }),
  );
  return identities.flat();
}

function algorithmOf(key: Key | Subkey): string {
  const { algorithm, bits, curve } = key.getAlgorithmInfo();
  return [algorithm, bits ?? curve ?? ''].join(' ').trim();
}

function earliest(times: readonly (Date | number | null)[]): string | null {
  const [first] = times.filter((time) => time instanceof Date).sort((a, b) => a.getTime() - b.getTime());
  return first ? instant(first) : null;
}
