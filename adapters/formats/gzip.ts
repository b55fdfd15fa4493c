import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const unpack = promisify(gunzip);

/** A compressed body that was cut off or damaged. */
export class DamagedGzip extends Error {}

/** A body that would be larger than allowed. */
export class TooLarge extends Error {}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
}

/**
 * Unpacks to at most `maxBytes`; what would be more is never held in memory.
 * @throws DamagedGzip
 * @throws TooLarge
 */
export async function gunzipWithin(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  try {
    return await unpack(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw new TooLarge('unpacked', { cause });
    throw new DamagedGzip('cannot be unpacked', { cause });
  }
}
