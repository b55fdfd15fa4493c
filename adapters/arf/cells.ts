const placeholders = new Set([
  'tbc',
  'tbd',
  'tba',
  'na',
  'nil',
  'none',
  'notavailable',
  'notapplicable',
  'tobeconfirmed',
  'tobedetermined',
  'tobeadvised',
  'vacant',
]);

/** `TBC`, `TBD`, `-`, `N/A`, `nil` and their like, in any case and in brackets: written, and meaning empty. */
export function isPlaceholder(text: string): boolean {
  const letters = text.toLowerCase().replace(/[\s./()[\]*_:\\-]/g, '');
  return /^[\s\-‐-―−_.*/()[\]]*$/.test(text) || placeholders.has(letters);
}

/** `same as above`, `ditto`, `"`: the cell above. */
export function isDitto(text: string): boolean {
  const trimmed = text.trim();
  if (/^(?:["“”″〃]|''|,,|-\s*["“”″〃]\s*-)$/.test(trimmed)) return true;
  const words = trimmed
    .toLowerCase()
    .replace(/[^\p{Letter}]+/gu, ' ')
    .trim();
  return /^(?:(?:the )?same as (?:the )?above|same above|as above|ditto|idem|do)$/.test(words);
}

/** `same as High-Level`: points somewhere, in words that are no rule; taking it for a value would invent one. */
export function pointsElsewhere(text: string): boolean {
  return /^\W*(?:the )?(?:same as|see|as (?:per|in|for))\b.*\b(?:level|row|left|right|below|column|contact|country)/i.test(
    text,
  );
}

export function lines(text: string): string[] {
  return text
    .split(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/)
    .map((line) => line.replace(/[\s\u00a0]+/g, ' ').trim())
    .filter((line) => line !== '');
}

/** The values of a cell: split by a line break, `;` or ` / ` (with its spaces: `Ministry/Agency` is one), without placeholders. */
export function values(text: string): string[] {
  return lines(text)
    .flatMap((line) => line.split(/;|\s\/\s/))
    .map((value) => value.trim())
    .filter((value) => value !== '' && !isPlaceholder(value));
}

/** The text of a field that has one value: its lines one behind the other, otherwise as written. */
export function plainText(text: string | null): string | null {
  const kept = lines(text ?? '').filter((line) => !isPlaceholder(line));
  const joined = kept.map((line, index) => (index < kept.length - 1 ? line.replace(/[,;]$/, '') : line));
  return joined.length > 0 ? joined.join(', ') : null;
}
