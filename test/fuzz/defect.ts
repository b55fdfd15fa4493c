/** Something that must never happen, and did. */
export class Defect extends Error {
  /** @param kind which promise it breaks; of two defects of one kind and place only the first is told */
  constructor(
    readonly kind: string,
    readonly place: string,
    details: string,
  ) {
    super(`${kind} — ${place}\n${details}`);
    this.name = 'Defect';
  }

  get signature(): string {
    return `${this.kind} ${this.place}`;
  }
}

/** What is ours alone, and has no place in an answer. None of what the fuzzer sends looks like it. */
const inside: readonly (readonly [string, RegExp])[] = [
  [
    'SQL',
    /SQLITE_|\bSELECT\b[^"]{1,200}\bFROM\b|\bINSERT INTO\b|\bDELETE FROM\b|no such (?:table|column)|QueryFailed|constraint failed/,
  ],
  [
    'a stack',
    /\n?\s+at (?:async )?[\w.<>]+ \(|"stack(?:trace)?"\s*:|\bTypeError\b|\bRangeError\b|Cannot read prop|is not a function|ZodError/,
  ],
  [
    'a path',
    /node_modules|file:\/\/\/|\/(?:tmp|work|home|root|usr)\/\w|dist\/(?:gateway|platform|subgraphs|adapters)|\w\.(?:ts|js):\d+/,
  ],
  ['a package', /better-sqlite3|TypeORM|typeorm|ECONNREFUSED|ENOENT|EPIPE|oidc-provider|fastify/i],
];

/** @returns what of the product's inside a text tells; null where nothing */
export function leakIn(text: string): string | null {
  for (const [what, pattern] of inside) {
    const found = pattern.exec(text);
    if (found) return `${what}: …${text.slice(Math.max(0, found.index - 80), found.index + 120)}…`;
  }
  return null;
}
