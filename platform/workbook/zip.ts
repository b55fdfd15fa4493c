import { crc32, inflateRawSync } from 'node:zlib';
import { UnreadableFile } from '../text/unreadable-file.ts';

/** The files of a zip archive, by name, each unpacked when it is asked for. */
export interface ZipArchive {
  /** Null where the archive has no such file. @throws UnreadableFile where it is damaged or too large */
  file(name: string): Uint8Array | null;
}

/**
 * Opens a zip archive (APPNOTE 6.3) by its central directory. `maxBytes` is the limit of everything unpacked together: it
 * bounds the unpacking itself and not the sizes that the archive declares, so that a small bomb fills no memory.
 * @throws UnreadableFile
 */
export function openZip(bytes: Uint8Array, maxBytes: number): ZipArchive {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = centralDirectory(data);
  let left = maxBytes;
  return {
    file: (name) => {
      const entry = entries.get(name.toLowerCase());
      if (!entry) return null;
      const content = unpack(data, entry, left, maxBytes);
      left -= content.length;
      return content;
    },
  };
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly headerAt: number;
}

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const headerSignature = 0x04034b50;

function damaged(what: string, cause?: unknown): UnreadableFile {
  return new UnreadableFile(
    `The file is damaged or cut off: ${what}. Get it again from where it came from.`,
    {
      cause,
    },
  );
}

function centralDirectory(data: Buffer): Map<string, Entry> {
  const end = endRecord(data);
  const count = data.readUInt16LE(end + 10);
  let at = data.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) {
    throw new UnreadableFile('The file is a zip archive of a kind made for huge files, which is not read.');
  }
  const entries = new Map<string, Entry>();
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || data.readUInt32LE(at) !== directorySignature) {
      throw damaged('its table of contents breaks off');
    }
    const nameLength = data.readUInt16LE(at + 28);
    const name = data.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    // Names in a workbook compare without case (ECMA-376 part 2, §6.2.2.3); two files of one name would be two truths.
    const key = name.toLowerCase();
    if (entries.has(key)) throw damaged(`it holds “${name}” twice`);
    entries.set(key, {
      name,
      encrypted: (data.readUInt16LE(at + 8) & 1) === 1,
      method: data.readUInt16LE(at + 10),
      crc: data.readUInt32LE(at + 16),
      packedSize: data.readUInt32LE(at + 20),
      size: data.readUInt32LE(at + 24),
      headerAt: data.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
  return entries;
}

function endRecord(data: Buffer): number {
  // The record stands at the end, before a comment of at most 65,535 bytes.
  for (let at = data.length - 22; at >= Math.max(0, data.length - 22 - 0xffff); at -= 1) {
    if (data.readUInt32LE(at) === endSignature) return at;
  }
  throw damaged('its end is missing');
}

function unpack(data: Buffer, entry: Entry, left: number, maxBytes: number): Buffer {
  const { name, headerAt, packedSize, size } = entry;
  if (entry.encrypted) throw new UnreadableFile('The file is protected by a password and cannot be read.');
  if (headerAt + 30 > data.length || data.readUInt32LE(headerAt) !== headerSignature) {
    throw damaged(`“${name}” is not where it should be`);
  }
  const start = headerAt + 30 + data.readUInt16LE(headerAt + 26) + data.readUInt16LE(headerAt + 28);
  const packed = data.subarray(start, start + packedSize);
  if (packed.length !== packedSize) throw damaged(`“${name}” breaks off`);
  if (size > left) throw tooLarge(maxBytes);
  const content = inflated(packed, entry, left, maxBytes);
  if (content.length !== size || crc32(content) !== entry.crc) {
    throw damaged(`“${name}” is not what was packed`);
  }
  return content;
}

function inflated(packed: Buffer, { method, name }: Entry, left: number, maxBytes: number): Buffer {
  if (method === 0) return packed;
  if (method !== 8) throw new UnreadableFile(`“${name}” is packed by a method that is not read (${method}).`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, left) });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(maxBytes);
    throw damaged(`“${name}” cannot be unpacked`, cause);
  }
}

function tooLarge(maxBytes: number): UnreadableFile {
  const megabytes = Math.floor(maxBytes / 1_000_000);
  return new UnreadableFile(`The file unpacks to more than the ${megabytes} MB that are read.`);
}
