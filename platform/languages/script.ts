// Which script a text is written in: a fact about its letters, and no guess at its language.

const scripts = {
  Latn: /\p{Script=Latin}/gu,
  Cyrl: /\p{Script=Cyrillic}/gu,
  Arab: /\p{Script=Arabic}/gu,
  Hani: /\p{Script=Han}/gu,
  Jpan: /\p{Script=Hiragana}|\p{Script=Katakana}/gu,
  Kore: /\p{Script=Hangul}/gu,
  Grek: /\p{Script=Greek}/gu,
  Geor: /\p{Script=Georgian}/gu,
  Armn: /\p{Script=Armenian}/gu,
  Hebr: /\p{Script=Hebrew}/gu,
  Deva: /\p{Script=Devanagari}/gu,
  Beng: /\p{Script=Bengali}/gu,
  Thai: /\p{Script=Thai}/gu,
  Laoo: /\p{Script=Lao}/gu,
  Khmr: /\p{Script=Khmer}/gu,
  Mymr: /\p{Script=Myanmar}/gu,
  Ethi: /\p{Script=Ethiopic}/gu,
  Sinh: /\p{Script=Sinhala}/gu,
  Taml: /\p{Script=Tamil}/gu,
  Thaa: /\p{Script=Thaana}/gu,
} as const;

/** ISO 15924 code of the script most letters of a text are of; null where it has none, or none of those known here. */
export function scriptOf(text: string): string | null {
  const counts = new Map<string, number>();
  for (const [code, letters] of Object.entries(scripts)) {
    const found = text.match(letters)?.length ?? 0;
    if (found > 0) counts.set(code, found);
  }
  // Japanese mixes its syllables with Han characters.
  if (counts.has('Jpan')) return 'Jpan';
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}
