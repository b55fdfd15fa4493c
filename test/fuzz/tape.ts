import fc from 'fast-check';

/** A random input: the choices that make it, in order. Shorter, and with smaller numbers, it is a simpler input. */
export const tapes = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 2, maxLength: 300, size: 'max' }));

/** Texts that have broken other programs. None of them is a word of ours, so that an answer may repeat it. */
export const oddTexts: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  'true',
  '[]',
  '{}',
  '\u0000',
  'a\u0000b',
  '\r\nx-injected: 1\r\n\r\n',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '\u202e',
  '\u200d\u200d',
  'ｆｕｌｌ　ｗｉｄｔｈ',
  'مرحبا',
  '联络点',
  'İıſß',
  'e\u0301'.repeat(40),
  '😀'.repeat(50),
  "'",
  '"',
  "' or '1'='1",
  '";--',
  '%',
  '_%',
  '%00',
  '%c0%ae%c0%ae',
  '../../../../etc/hosts',
  '..\\..\\',
  '#{7*7}',
  '{{7*7}}',
  '<script>1</script>',
  '<![CDATA[',
  '&#0;',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'NaN',
  '1e999',
  '9007199254740993',
  '99999999999999999999999999',
  '2026-02-30',
  '0000-00-00T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  'a@b',
  '"a b"@est.example',
  '+0000000000000',
  '٠١٢٣٤٥٦٧٨٩',
  'A'.repeat(300),
  'é'.repeat(5_000),
  ','.repeat(500),
  '('.repeat(2_000),
];

/** Reads the choices of one input. Where they end, every further choice is the first one: what is made stays finite. */
export class Tape {
  readonly #choices: readonly number[];
  #at = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  get isOver(): boolean {
    return this.#at >= this.#choices.length;
  }

  /** @returns a number from 0 up to, and not including, `end` */
  below(end: number): number {
    const choice = this.#choices[this.#at] ?? 0;
    this.#at += 1;
    return end > 0xffff ? (choice * 65_537) % end : choice % Math.max(1, end);
  }

  /** @param share from 0 to 1; where the choices are over it is no */
  chance(share: number): boolean {
    if (this.isOver) return false;
    return this.below(1000) >= 1000 - share * 1000;
  }

  pick<T>(first: T, ...others: readonly T[]): T {
    return others[this.below(others.length + 1) - 1] ?? first;
  }

  of<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  /** @returns `make`'s results, `most` at most */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  oddText(): string {
    if (this.chance(0.15)) return this.bytes(40).toString('latin1');
    return (this.of(oddTexts) ?? '').repeat(this.chance(0.03) ? 40 : 1);
  }

  bytes(most: number): Buffer {
    return Buffer.from(this.some(most, () => this.below(256)));
  }

  oddNumber(): number {
    return this.pick(
      0,
      -1,
      1,
      1.5,
      2 ** 31,
      -(2 ** 31) - 1,
      2 ** 53,
      1e300,
      -0.0001,
      1000,
      this.below(65_536),
    );
  }

  /** Anything that JSON has, nested up to some depth. */
  oddValue(depth = 3): unknown {
    switch (this.below(depth > 0 ? 8 : 5)) {
      case 0:
        return null;
      case 1:
        return this.oddText();
      case 2:
        return this.oddNumber();
      case 3:
        return this.chance(0.5);
      case 4:
        return this.below(10);
      case 5:
        return this.some(4, () => this.oddValue(depth - 1));
      case 6:
        return Object.fromEntries(this.some(4, () => [this.oddText(), this.oddValue(depth - 1)]));
      default:
        return nested(this.pick(2, 10, 30, 200, 2_000), this.chance(0.5));
    }
  }
}

function nested(depth: number, inLists: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = inLists ? [value] : { input: value };
  return value;
}
