// Windows-1252 gives these characters for the bytes 80 to 9F; every other byte is the character of the same number.
const windows1252 = new Map(
  [
    ...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index)),
  ].map((character, index) => [character, 0x80 + index] as const),
);
const strict = new TextDecoder('utf-8', { fatal: true });

/** The bytes that were read as Windows-1252, or null where the text cannot have come about so. */
function bytesBehind(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const byte = windows1252.get(character) ?? (code < 0x100 ? code : -1);
    if (byte < 0) return null;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/**
 * Undoes doubly encoded UTF-8: `MÃ©xico` becomes `México`. Only where the whole text is, byte for byte, valid UTF-8 read as
 * Windows-1252: text that merely holds `Ã` or `Â` (São, Âncora) is never that, since a capital `Ã` or `Â` would have to be
 * followed by a sign of the upper half that no word has there.
 */
export function repairText(text: string): string {
  let current = text;
  for (let depth = 0; depth < 3; depth++) {
    if (
      !/[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/.test(
        current,
      )
    )
      break;
    const bytes = bytesBehind(current);
    if (!bytes) break;
    try {
      current = strict.decode(bytes);
    } catch {
      break;
    }
  }
  return current.normalize('NFC');
}
