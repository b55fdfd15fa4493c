// Looking for values in bytes, in every spelling in which they might have got there.

const shortest = 6;
/** A word as short as this may stand in a ciphertext by chance. */
const shortestPlain = 8;

/** How a value may be written down, as bytes (Latin-1). */
export function spellings(value: string): string[] {
  const digits = value.replace(/\D/g, '');
  const texts = [value, value.normalize('NFD'), value.toLowerCase(), value.toUpperCase()];
  const isNumber = digits.length >= shortestPlain && /^[\d\s().+/-]+$/.test(value);
  if (isNumber) texts.push(digits, `+${digits}`, value.replace(/\s/g, ''));
  const written = texts.flatMap((text) => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1),
    text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ]);
  const bytes = [...new Set(written)].flatMap((text) => [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
  ]);
  const encoded = Buffer.from(value, 'utf8');
  const others = [
    encoded.toString('hex'),
    encoded.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => base64Inside(encoded, offset)),
  ];
  return [...bytes.map((one) => one.toString('latin1')), ...others];
}

/** The part of a base64 text that stands for these bytes, whatever is before and after them. */
function base64Inside(bytes: Buffer, offset: number): string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const from = Math.ceil((offset * 4) / 3);
  const to = Math.floor((whole.length * 8) / 6);
  return (['base64', 'base64url'] as const).map((kind) => whole.toString(kind).slice(from, to));
}

/** Whether finding it would mean anything. */
export const isTelling = (value: string): boolean =>
  value.length >= shortestPlain || (value.length >= shortest && /[^\w-]/.test(value));

/** Finds any of many values in many bytes. */
export class Search {
  readonly #byStart = new Map<string, Map<string, string>>();

  constructor(values: Iterable<string>) {
    for (const value of values)
      for (const spelling of spellings(value)) {
        if (spelling.length < shortest) continue;
        const start = spelling.slice(0, shortest);
        const known = this.#byStart.get(start) ?? new Map<string, string>();
        this.#byStart.set(start, known.set(spelling, value));
      }
  }

  /** @returns the values found, each with what stands around it */
  in(bytes: string): string[] {
    const found = new Set<string>();
    for (let at = 0; at + shortest <= bytes.length; at++) {
      const candidates = this.#byStart.get(bytes.slice(at, at + shortest));
      for (const [spelling, value] of candidates ?? [])
        if (bytes.startsWith(spelling, at))
          found.add(`${value} in …${bytes.slice(Math.max(0, at - 60), at + spelling.length + 20)}…`);
    }
    return [...found];
  }
}
