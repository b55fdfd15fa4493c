import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { mutatedBytes } from './mutate-bytes.ts';
import { mutatedXml } from './mutate-xml.ts';
import type { Tape } from './tape.ts';

export interface ZipPart {
  readonly name: string;
  readonly content: Buffer;
}

/** The files of an archive that a library wrote. */
export function partsOf(archive: Uint8Array): ZipPart[] {
  const data = Buffer.from(archive);
  const end = data.lastIndexOf(Buffer.from('504b0506', 'hex'));
  const parts: ZipPart[] = [];
  let at = data.readUInt32LE(end + 16);
  for (let left = data.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = data.readUInt16LE(at + 28);
    const header = data.readUInt32LE(at + 42);
    const start = header + 30 + data.readUInt16LE(header + 26) + data.readUInt16LE(header + 28);
    const packed = data.subarray(start, start + data.readUInt32LE(at + 20));
    const content = data.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    parts.push({ name: data.toString('utf8', at + 46, at + 46 + nameLength), content: Buffer.from(content) });
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
  return parts;
}

interface Packing {
  readonly method: number;
  readonly flags: number;
  readonly size: number | null;
  readonly crc: number | null;
}
const usual: Packing = { method: 8, flags: 0, size: null, crc: null };

/** Writes an archive; how one part is packed may be declared falsely. */
function zip(parts: readonly ZipPart[], packingOf: (index: number) => Packing): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [index, { name, content }] of parts.entries()) {
    const { method, flags, size, crc } = packingOf(index);
    const packed = method === 0 ? content : deflateRawSync(content, { level: 1 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc ?? crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size ?? content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0', 'latin1'), fields, place, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, ...directory, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

const oddNames = [
  'xl/../xl/workbook.xml',
  '/etc/hosts',
  'xl\\workbook.xml',
  'XL/Workbook.xml',
  '',
  '\0',
  'a'.repeat(3_000),
];
const zeros = Buffer.alloc(80_000_000);

/** A workbook whose parts are changed, and packed anew. */
export function mutatedParts(tape: Tape, given: readonly ZipPart[]): Buffer {
  let parts = [...given];
  let odd: { readonly index: number; readonly packing: Packing } | null = null;
  for (let left = 1 + tape.below(2); left > 0; left -= 1) {
    // The worksheets are what is read most of.
    const sheet = parts.findIndex(({ name }) => name.includes('sheet1'));
    const index = sheet >= 0 && tape.chance(0.5) ? sheet : tape.below(parts.length);
    const part = parts[index];
    if (!part) continue;
    const replaced = (content: Buffer, name = part.name) =>
      parts.map((each, at) => (at === index ? { name, content } : each));
    switch (tape.below(14)) {
      case 0:
        parts = parts.filter((_, at) => at !== index);
        break;
      case 1:
        parts = [...parts, part];
        break;
      case 2:
        parts = replaced(part.content, tape.of(oddNames) ?? '');
        break;
      case 3:
        odd = { index, packing: { ...usual, method: tape.pick(0, 9, 12, 99) } };
        break;
      case 4:
        odd = { index, packing: { ...usual, size: tape.pick(0, 1, 0xffffffff, 50_000_000) } };
        break;
      case 5:
        odd = { index, packing: { ...usual, flags: tape.pick(1, 8, 0x41, 0x800), crc: tape.pick(null, 0) } };
        break;
      case 6:
        parts = replaced(mutatedBytes(tape, part.content));
        break;
      case 7:
        if (tape.chance(0.1)) parts = replaced(zeros.subarray(0, tape.pick(1_000_000, zeros.length)));
        break;
      default:
        parts = replaced(Buffer.from(mutatedXml(tape, part.content.toString('utf8'))));
    }
  }
  return zip(parts, (index) => (odd?.index === index ? odd.packing : usual));
}
