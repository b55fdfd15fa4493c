import { type KeyRing, keyRing } from '../../platform/encryption/key-ring.ts';

const keyOf = (fill: string) => Buffer.alloc(32, fill);

/** What tests seal with; as `ENCRYPTION_KEYS` has it, and as a ring. */
export const testKey = keyOf('test').toString('base64');
export const testKeys: KeyRing = keyRing([keyOf('test')]);

/** A ring of keys by any names, the current one first. */
export const ringOf = (...names: readonly [string, ...string[]]): KeyRing => keyRing(names.map(keyOf));
export const variableOf = (...names: readonly string[]): string =>
  names.map((name) => keyOf(name).toString('base64')).join(',');
