import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';

export const keyBytes = 32;

/** One key of the ring, with what is derived from it (HKDF, RFC 5869): one use, one key. */
export interface RingKey {
  /** Eight characters derived from the key itself, so that it cannot be given to another key by mistake. */
  readonly id: string;
  readonly sealing: KeyObject;
  readonly indexing: KeyObject;
}

/** The keys of the configuration: the current one seals, all of them open. */
export interface KeyRing {
  readonly current: RingKey;
  /** The current key among them. */
  readonly byId: ReadonlyMap<string, RingKey>;
}

/** @param keys the first seals; 32 bytes each */
export function keyRing(keys: readonly Uint8Array[]): KeyRing {
  const ring = keys.map(ringKey);
  const [current] = ring;
  if (!current) throw new Error('A key ring needs a key.');
  return { current, byId: new Map(ring.map((key) => [key.id, key])) };
}

function ringKey(key: Uint8Array): RingKey {
  if (key.length !== keyBytes) throw new Error(`A key has ${keyBytes} bytes.`);
  const derived = (use: string, length: number) =>
    Buffer.from(hkdfSync('sha256', key, '', `crosspoint ${use}`, length));
  return {
    id: derived('key id', 6).toString('base64url'),
    sealing: createSecretKey(derived('sealing', 32)),
    indexing: createSecretKey(derived('keyed index', 32)),
  };
}

/** A value that cannot be opened. It names the place, never the value. */
export class SealedValueError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SealedValueError';
  }
}

const sealedMark = 'sealed:1:';
const indexMark = 'keyed:1:';
const idLength = 8;
/** How much of a stored value says under which key it stands. */
export const markLength = sealedMark.length + idLength + 1;
const nonceBytes = 12;
const tagBytes = 16;

export const sealedUnder = (keyId: string): string => `${sealedMark}${keyId}:`;
export const isSealed = (text: string): boolean => text.startsWith(sealedMark);
export const isIndexDigest = (text: string): boolean => text.startsWith(indexMark);

/** The key's id of what a stored value begins with; null where it is neither sealed nor a digest. */
export function keyIdOf(mark: string): string | null {
  for (const kind of [sealedMark, indexMark])
    if (mark.startsWith(kind)) return mark.slice(kind.length, kind.length + idLength);
  return null;
}

const noncesAtOnce = 512;
let nonces = Buffer.alloc(0);

/** A random nonce that nobody had before. Many are drawn at once: asking for few bytes costs as much as for many. */
function freshNonce(): Buffer {
  if (nonces.length === 0) nonces = randomFillSync(Buffer.allocUnsafeSlow(noncesAtOnce * nonceBytes));
  const nonce = nonces.subarray(0, nonceBytes);
  nonces = nonces.subarray(nonceBytes);
  return nonce;
}

/** Seals, opens and digests the values of one column. What was sealed for one column opens in no other. */
export interface ColumnCipher {
  /** AES-256-GCM (NIST SP 800-38D) under the current key: `sealed:1:<key id>:<base64url of nonce, ciphertext, tag>`. */
  seal(text: string): string;
  /** @throws SealedValueError where the key is missing, or the text was altered or belongs to another column */
  open(sealed: string): string;
  /** HMAC-SHA-256 under the current key: `keyed:1:<key id>:<base64url>`. */
  digest(text: string): string;
  /** Under each key of the ring: while keys are rotated, a row may stand under any of them. */
  digests(text: string): string[];
}

/** @param place `part.table.column`: bound to each value as associated data */
export function columnCipher({ current, byId }: KeyRing, place: string): ColumnCipher {
  const associated = Buffer.from(place, 'utf8');
  const digestUnder = ({ id, indexing }: RingKey, text: string): string => {
    const hmac = createHmac('sha256', indexing).update(associated).update('\0').update(text, 'utf8');
    return `${indexMark}${id}:${hmac.digest('base64url')}`;
  };
  return {
    seal: (text) => {
      const nonce = freshNonce();
      const cipher = createCipheriv('aes-256-gcm', current.sealing, nonce).setAAD(associated);
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${sealedUnder(current.id)}${sealed.toString('base64url')}`;
    },
    open: (sealed) => {
      const id = isSealed(sealed) ? keyIdOf(sealed) : null;
      if (id === null)
        throw new SealedValueError(
          `${place} holds a value that is not sealed. Nothing of this product writes such: restore a backup.`,
        );
      const key = byId.get(id);
      if (!key) throw missingKey(place, id);
      const bytes = Buffer.from(sealed.slice(markLength), 'base64url');
      const end = bytes.length - tagBytes;
      try {
        const nonce = bytes.subarray(0, nonceBytes);
        const options = { authTagLength: tagBytes };
        const decipher = createDecipheriv('aes-256-gcm', key.sealing, nonce, options)
          .setAAD(associated)
          .setAuthTag(bytes.subarray(end));
        return decipher.update(bytes.subarray(nonceBytes, end), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new SealedValueError(
          `${place} holds a value that was altered, or sealed for another place. Restore it from a backup.`,
        );
      }
    },
    digest: (text) => digestUnder(current, text),
    digests: (text) => [...byId.values()].map((key) => digestUnder(key, text)),
  };
}

export function missingKey(place: string, id: string): SealedValueError {
  return new SealedValueError(
    `${place} is sealed with the key ${id}, which is not among ENCRYPTION_KEYS. Put that key back, after the first one.`,
  );
}
