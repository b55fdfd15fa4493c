import { type NumberStyle, numberText, serialDate } from './styles.ts';
import { type Attributes, walkXml } from './xml.ts';

/** What a cell holds. Empty cells are not kept. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  /** YYYY-MM-DD, or YYYY-MM where the cell shows no day. */
  | { readonly kind: 'date'; readonly date: string }
  /** An error of the spreadsheet (`#N/A`), or a formula without a stored result: something that is not known. */
  | { readonly kind: 'error'; readonly error: string };

export interface SheetRow {
  /** Counted from 1, as people see it. */
  readonly number: number;
  /** By column, counted from 1. */
  readonly cells: ReadonlyMap<number, Cell>;
}

/** Merged cells: the value stands in the first, the others are empty. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface SheetContext {
  readonly strings: readonly string[];
  readonly styles: readonly NumberStyle[];
  readonly since1904: boolean;
}

/** The rows of a worksheet that hold anything, hidden ones too, in order. */
export function readSheet(bytes: Uint8Array, context: SheetContext): { rows: SheetRow[]; merges: Merge[] } {
  const rows: SheetRow[] = [];
  const merges: Merge[] = [];
  let rowNumber = 0;
  let column = 0;
  let cells = new Map<number, Cell>();
  let attributes: Attributes = {};
  let held = emptyContent();
  let into: 'value' | 'inline' | null = null;
  let phonetic = 0;
  walkXml(bytes, 'worksheet', {
    open: (name, given) => {
      if (name === 'row') {
        rowNumber = given.r ? Number(given.r) : rowNumber + 1;
        column = 0;
        cells = new Map();
      } else if (name === 'c') {
        column = given.r ? columnOf(given.r) : column + 1;
        attributes = given;
        held = emptyContent();
      } else if (name === 'f') held.formula = true;
      else if (name === 'v') into = 'value';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't' && phonetic === 0) into = 'inline';
      else if (name === 'mergeCell') merges.push(...mergeOf(given.ref ?? ''));
    },
    text: (text) => {
      if (into) held[into] += text;
    },
    close: (name) => {
      if (name === 'v' || name === 't') into = null;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'c') {
        const cell = cellOf(attributes, held, context);
        if (cell) cells.set(column, cell);
      } else if (name === 'row' && cells.size > 0) rows.push({ number: rowNumber, cells });
    },
  });
  rows.sort((one, other) => one.number - other.number);
  return { rows, merges };
}

interface Content {
  value: string;
  inline: string;
  formula: boolean;
}

function emptyContent(): Content {
  return { value: '', inline: '', formula: false };
}

// ECMA-376 part 1, §18.18.11: the cell types.
function cellOf(attributes: Attributes, held: Content, context: SheetContext): Cell | null {
  const { t: type = 'n', s: style = '0' } = attributes;
  const { value } = held;
  if (type === 'inlineStr') return textCell(unescaped(held.inline));
  if (value === '') return held.formula && type !== 'str' ? { kind: 'error', error: 'no result' } : null;
  if (type === 's') {
    const text = context.strings[Number(value)];
    return text === undefined ? { kind: 'error', error: 'missing text' } : textCell(text);
  }
  if (type === 'str') return textCell(unescaped(value));
  if (type === 'e') return { kind: 'error', error: value };
  if (type === 'b') return textCell(value === '1' || value === 'true' ? 'TRUE' : 'FALSE');
  if (type === 'd') return { kind: 'date', date: value.slice(0, 10) };
  const shown = context.styles[Number(style)] ?? { kind: 'plain' };
  const date = shown.kind === 'date' ? serialDate(Number(value), context.since1904, shown.day) : null;
  return date ? { kind: 'date', date } : textCell(numberText(value, shown));
}

function textCell(text: string): Cell | null {
  return text.trim() === '' ? null : { kind: 'text', text };
}

/** `_x000D_` is a character that XML cannot hold (§22.9.2.19). */
export function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^\$?([A-Z]+)/i.exec(reference)?.[1]?.toUpperCase() ?? '') {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column;
}

/** `A`, `Z`, `AA`: a column as people name it. */
export function columnName(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  const letter = String.fromCharCode(65 + ((column - 1) % 26));
  return rest > 0 ? columnName(rest) + letter : letter;
}

function mergeOf(range: string): Merge[] {
  const [first = '', last = first] = range.split(':');
  const rowOf = (reference: string) => Number(/\d+$/.exec(reference)?.[0] ?? 0);
  const merge = { top: rowOf(first), left: columnOf(first), bottom: rowOf(last), right: columnOf(last) };
  return merge.top > 0 && merge.left > 0 ? [merge] : [];
}
