import { oddTexts, type Tape } from './tape.ts';

const marks = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ',',
  ':',
  '\\',
  '/',
  '\0',
  '\n',
  '$',
  '@',
  '!',
  '#',
];

/** Some bytes changed here and there, as a line fault, a bad editor or an enemy would. */
export function mutatedBytes(tape: Tape, given: Uint8Array, most = 4): Buffer {
  let bytes: Buffer = Buffer.from(given);
  for (let left = 1 + tape.below(most); left > 0; left -= 1) bytes = once(tape, bytes);
  return bytes;
}

export function mutatedText(tape: Tape, given: string, most = 4): string {
  return mutatedBytes(tape, Buffer.from(given, 'utf8'), most).toString('utf8');
}

function once(tape: Tape, bytes: Buffer): Buffer {
  const at = place(tape, bytes.length);
  const to = Math.min(bytes.length, at + 1 + (tape.chance(0.3) ? place(tape, bytes.length) : tape.below(16)));
  const put = (...parts: readonly (Uint8Array | string)[]) =>
    Buffer.concat([
      bytes.subarray(0, at),
      ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)),
    ]);
  switch (tape.below(8)) {
    case 0: {
      if (bytes.length === 0) return bytes;
      const copy = Buffer.from(bytes);
      const where = Math.min(at, copy.length - 1);
      copy[where] = (copy[where] ?? 0) ^ (1 << tape.below(8));
      return copy;
    }
    case 1:
      return put(tape.bytes(1), bytes.subarray(Math.min(bytes.length, at + 1)));
    case 2:
      return put(bytes.subarray(to));
    case 3:
      return put(bytes.subarray(at, to), bytes.subarray(at));
    case 4:
      return put();
    case 5:
      return put(tape.of(oddTexts) ?? '', bytes.subarray(at));
    case 6:
      return put((tape.of(marks) ?? '<').repeat(tape.pick(1, 2, 40)), bytes.subarray(at));
    default:
      return put(tape.bytes(20), bytes.subarray(at));
  }
}

function place(tape: Tape, length: number): number {
  return Math.min(length, Math.floor(((tape.below(0xffff) + tape.below(16) / 16) / 0xffff) * (length + 1)));
}
