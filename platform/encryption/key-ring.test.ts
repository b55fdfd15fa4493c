import { describe, expect, it } from 'vitest';
import { ringOf } from '../../test/support/encryption-keys.ts';
import { columnCipher, keyIdOf, SealedValueError } from './key-ring.ts';

const place = 'directory.contact.content';
const clear = 'Mari Maasikas, +372 5550 0101 — мари@example.org';

describe('a sealed value', () => {
  const cipher = columnCipher(ringOf('one'), place);

  it('opens again, whatever the language, and also where it is empty', () => {
    for (const text of [clear, '', '中文 العربية 🙂']) expect(cipher.open(cipher.seal(text))).toBe(text);
  });

  it('says nothing of what it is, nor that two are the same', () => {
    expect(cipher.seal(clear)).not.toBe(cipher.seal(clear));
    expect(cipher.seal(clear)).not.toContain(Buffer.from('Mari').toString('base64').slice(0, 5));
  });

  it('opens with any key of the ring, and says under which it stands', () => {
    const sealed = cipher.seal(clear);
    expect(columnCipher(ringOf('two', 'one'), place).open(sealed)).toBe(clear);
    expect(keyIdOf(sealed)).toBe(ringOf('one').current.id);
  });

  it('opens without its key never, and names the place and the key', () => {
    const sealed = cipher.seal(clear);
    const other = columnCipher(ringOf('two'), place);
    expect(() => other.open(sealed)).toThrow(SealedValueError);
    expect(() => other.open(sealed)).toThrow(
      new RegExp(`${place}.*${ringOf('one').current.id}.*ENCRYPTION_KEYS`),
    );
  });

  it('does not open in another column or part', () => {
    for (const elsewhere of ['directory.contact.direct', 'oas.contact.content'])
      expect(() => columnCipher(ringOf('one'), elsewhere).open(cipher.seal(clear))).toThrow(
        /altered, or sealed/,
      );
  });

  it('altered anywhere never opens as another, and the error holds nothing of it', () => {
    const sealed = cipher.seal(clear);
    const altered = [...sealed].map((letter, index) => {
      const other = letter === 'A' ? 'B' : 'A';
      return sealed.slice(0, index) + other + sealed.slice(index + 1);
    });
    const cut = [sealed.slice(0, -2), sealed.slice(0, 30), sealed.slice(0, 18), 'sealed:1:', ''];
    let refused = 0;
    for (const text of [...altered, ...cut, clear, `${sealed}AAAA`]) {
      try {
        // Base64 has bits that mean nothing: then it is the same value still.
        expect(cipher.open(text)).toBe(clear);
      } catch (error) {
        expect(error).toBeInstanceOf(SealedValueError);
        expect(String(error)).not.toMatch(/Mari|5550|example/);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(altered.length);
  });
});

describe('a keyed digest', () => {
  it('is the same for the same value, and another under another key or in another column', () => {
    const of = (key: string, where: string) => columnCipher(ringOf(key), where).digest('a@example.org');
    const digests = [of('one', 'p.t.a'), of('two', 'p.t.a'), of('one', 'p.t.b')];
    expect(new Set(digests).size).toBe(3);
    expect(of('one', 'p.t.a')).toBe(digests[0]);
    expect(columnCipher(ringOf('two', 'one'), 'p.t.a').digests('a@example.org')).toEqual([
      digests[1],
      digests[0],
    ]);
  });
});
