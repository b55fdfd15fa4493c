/**
 * What Windows-1252 shows for the bytes 80 to 9F; every other byte is the character of the same number. Written out, since
 * Node 20's own decoder for this encoding leaves these bytes as control characters.
 */
const windows1252 = new Map(
  [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'].map(
    (character, index) => [character, 0x80 + index] as const,
  ),
);
const strict = new TextDecoder('utf-8', { fatal: true });

/** Latin letters and the signs of print; no control characters. */
const latin = /^[\0-\x7f\u00a0-\u017f\u2010-\u203a\u20ac\u2122]*$/;
/** The same with Greek, Cyrillic, Armenian and Georgian letters. A few may come about by accident, several cannot. */
const mixed =
  /^[\0-\x7f\u00a0-\u017f\u0370-\u0482\u048a-\u058f\u10a0-\u10ff\u2010-\u203a\u20ac\u2116\u2122]*$/;
const fewestOthers = 4;
const isExpected = (text: string) =>
  latin.test(text) ||
  (mixed.test(text) && (text.match(/[\u0370-\u058f\u10a0-\u10ff]/g)?.length ?? 0) >= fewestOthers);

/** `Ã` with punctuation behind it may be good text, as in `AMANHÃ…`, but not behind a small letter. */
const doubtful = /(?<!\p{Ll})Ã[…–—’”»\u00a0]/gu;
const ascii = /^[\0-\x7f]*$/;
/** A first byte of several in UTF-8, and one that follows it: where there is none, trying to decode costs much for nothing. */
const sequence = new RegExp(`[\u00c2-\u00f4][\u0080-\u00bf${[...windows1252.keys()].join('')}]`);

/**
 * Undoes doubly encoded UTF-8, also when it happened up to three times: `MÃ©xico` becomes `México`. Only where the whole text
 * is, byte for byte, UTF-8 that was read as Windows-1252 (or Latin-1), and what comes out is text in the letters of a region: good text that holds
 * `Ã`, `Â` or `É` (São, Âncora, CAFÉ…) stays as it is. In doubt, nothing is changed.
 */
export function repairText(text: string): string {
  let repaired = text;
  let current: string | null = text;
  for (let depth = 0; depth < 3; depth++) {
    current = decodedOnce(current);
    if (current === null) break;
    if (isExpected(current)) repaired = current;
  }
  return repaired.normalize('NFC');
}

function decodedOnce(text: string): string | null {
  if (!sequence.test(text) || ascii.test(text.replace(doubtful, ''))) return null;
  const bytes = bytesBehind(text);
  if (!bytes) return null;
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

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
