import { type Cell, cellText, columnName, type SheetRow, type Worksheet } from '../formats/workbook.ts';
import { isDitto, isPlaceholder, lines, pointsElsewhere } from './cells.ts';
import type { Column } from './layout.ts';
import type { ArfCell } from './record.ts';

/** A row of the table as a person reads it: merged cells reach down, and "same as above" is put in. */
export interface ReadRow {
  readonly number: number;
  /** The columns of one meaning as one cell. */
  cell(columns: readonly Column[]): ArfCell;
  /** Whether the row itself, and not a cell merged down to it, holds a value or an error in one of these columns. */
  says(columns: readonly Column[]): boolean;
}

interface Resolved {
  readonly text: string | null;
  readonly error: string | null;
}

/** Reads rows in order: each may refer to the one before. */
export class TableReader {
  private readonly sheet: Worksheet;
  private readonly rows: ReadonlyMap<number, SheetRow>;
  private readonly headerEnd: number;
  private above = new Map<number, Resolved>();

  constructor(sheet: Worksheet, headerEnd: number) {
    this.sheet = sheet;
    this.rows = new Map(sheet.rows.map((row) => [row.number, row]));
    this.headerEnd = headerEnd;
  }

  next(row: SheetRow): ReadRow {
    const resolved = new Map<number, Resolved>();
    const columns = new Set([...row.cells.keys(), ...this.sheet.merges.map(({ left }) => left)]);
    for (const column of columns) {
      const cell = this.visible(row.number, column);
      if (cell) resolved.set(column, resolve(cell, this.above.get(column)));
    }
    this.above = resolved;
    return {
      number: row.number,
      cell: (wanted) => joined(wanted, resolved),
      says: (wanted) => wanted.some(({ column }) => isValue(row.cells.get(column))),
    };
  }

  /** The cell a person sees: in a merge over rows, that of its first row. */
  private visible(number: number, column: number): Cell | undefined {
    const own = this.rows.get(number)?.cells.get(column);
    const merge = this.sheet.merges.find(
      ({ top, bottom, left }) => left === column && top > this.headerEnd && number > top && number <= bottom,
    );
    return own ?? (merge && this.rows.get(merge.top)?.cells.get(column));
  }
}

function isValue(cell: Cell | undefined): boolean {
  if (!cell) return false;
  return cell.kind !== 'text' || !isPlaceholder(cell.text);
}

function resolve(cell: Cell, above: Resolved | undefined): Resolved {
  if (cell.kind === 'error') {
    const error = cell.error.startsWith('#') ? `shows the error ${cell.error}` : `has ${cell.error}`;
    return { text: null, error };
  }
  const text = cellText(cell) ?? '';
  if (pointsElsewhere(text)) {
    return { text: null, error: `says “${text.trim()}”, which is no value; write it out` };
  }
  const written = lines(text);
  if (!written.some(isDitto)) return { text, error: null };
  if (above?.error) return { text: null, error: `says “${text.trim()}”, and the cell above ${above.error}` };
  if (!above?.text) return { text: null, error: `says “${text.trim()}”, and nothing stands above it` };
  return { text: written.map((line) => (isDitto(line) ? above.text : line)).join('\n'), error: null };
}

function joined(columns: readonly Column[], resolved: ReadonlyMap<number, Resolved>): ArfCell {
  const found = columns.flatMap(({ column }) => resolved.get(column) ?? []);
  const texts = found.flatMap(({ text }) => (text === null || isPlaceholder(text) ? [] : [text]));
  return {
    text: texts.length > 0 ? texts.join('\n') : null,
    at: columns.map(({ heading, column }) => `${heading}, column ${columnName(column)}`).join(' and '),
    error: found.find(({ error }) => error !== null)?.error ?? null,
  };
}
