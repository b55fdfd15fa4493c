import { walkXml } from './xml.ts';

/** What a cell's style says about its number. */
export type NumberStyle =
  | { readonly kind: 'plain' }
  | { readonly kind: 'date' /** Whether it shows a day, or a month and year alone. */; readonly day: boolean }
  /** Digits in a fixed pattern, e.g. `+000 00 000 000`. */
  | { readonly kind: 'pattern'; readonly pattern: string };

const plain: NumberStyle = { kind: 'plain' };

// ECMA-376 part 1, §18.8.30: the built-in formats that show a date (22 with a time); 17 is `mmm-yy`. 27–36 and 50–58 are
// dates in East Asian locales; those of months alone differ by locale, and are taken with their day.
const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);

/** The number style of each cell style of `styles.xml`, in its order. */
export function readStyles(bytes: Uint8Array | null): readonly NumberStyle[] {
  if (!bytes) return [];
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCellFormats = false;
  walkXml(bytes, 'styles', {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') inCellFormats = true;
      if (name === 'xf' && inCellFormats) formats.push(Number(attributes.numFmtId ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return formats.map((id) => {
    const code = codes.get(id);
    if (code !== undefined) return styleOf(code);
    return builtInDates.has(id) ? { kind: 'date', day: id !== 17 } : plain;
  });
}

/** Reads a custom format code: only its first section, that of positive numbers, counts. */
function styleOf(code: string): NumberStyle {
  const section = firstSection(code);
  const bare = section
    .replace(/\[[^\]]*\]/g, '')
    .replace(/"[^"]*"|\\.|[_*]./g, '')
    .toLowerCase();
  if (/general|[0#?%@]/.test(bare)) return patternOf(section);
  // `m` is minutes beside hours or seconds; a time alone is no date.
  if (/[yed]/.test(bare) && /[ymd]/.test(bare)) return { kind: 'date', day: bare.includes('d') };
  return plain;
}

function firstSection(code: string): string {
  return /^(?:"[^"]*"|\\.|[^;"\\])*/.exec(code)?.[0] ?? '';
}

/** A pattern of zeros with what stands between, or none: only zeros show every digit in its place. */
function patternOf(section: string): NumberStyle {
  const pattern = section
    .replace(/\[[^\]]*\]/g, '')
    .replace(/"([^"]*)"/g, '$1')
    .replace(/\\(.)/g, '$1');
  return /^[0\s+()-]*0[0\s+()-]*$/.test(pattern) && pattern.length > 1 ? { kind: 'pattern', pattern } : plain;
}

/**
 * A stored number as a date (YYYY-MM-DD, or YYYY-MM where the style shows no day). Serial days since 1899-12-30, or since
 * 1904-01-01 in the other date system (ECMA-376 part 1, §18.17.4.1): plain counting, which no time zone shifts.
 * Null where it is no day of the years 1900 to 9999.
 */
export function serialDate(serial: number, since1904: boolean, day: boolean): string | null {
  const days = Math.floor(serial) + (since1904 ? 1462 : 0);
  if (!(days >= 61 && days <= 2_958_465)) return null;
  const date = new Date(Date.UTC(1899, 11, 30 + days)).toISOString();
  return date.slice(0, day ? 10 : 7);
}

/** A stored number as its style shows it, in full digits. */
export function numberText(stored: string, style: NumberStyle): string {
  const number = Number(stored);
  if (!Number.isFinite(number)) return stored;
  const digits = /^-?\d+$/.test(stored) ? stored : String(number);
  if (style.kind !== 'pattern' || !/^\d+$/.test(digits)) return digits;
  const places = style.pattern.replace(/[^0]/g, '').length;
  let next = digits.padStart(places, '0');
  const surplus = next.slice(0, next.length - places);
  next = next.slice(surplus.length);
  let position = 0;
  return style.pattern.replace(/0/g, () => {
    const digit = next[position] ?? '';
    position += 1;
    return position === 1 ? surplus + digit : digit;
  });
}
