import { badInput } from '../../../platform/errors/problem.ts';
import { columnName } from '../../../platform/workbook/workbook.ts';
import { type ImportedFile, type ImportedRow, importLimits } from './imported-file.ts';
import { RowDraft } from './row-draft.ts';
import { columnOf } from './words.ts';

/** What a cell of a table says: its text, or that the program could not calculate it. */
export type TableCell = { readonly text: string } | { readonly error: string };

/** A row of a spreadsheet, with its number as people see it, and its cells by column, counted from 1. */
export interface TableRow {
  readonly number: number;
  readonly cells: ReadonlyMap<number, TableCell>;
}

const headingWithin = 20;

/**
 * Contacts from a table with headings: one contact a row. Titles above the headings and empty rows are passed over.
 * @throws Problem BAD_USER_INPUT where no row has headings, or there are too many rows
 */
export function readTable(rows: readonly TableRow[]): ImportedFile {
  const at = rows.slice(0, headingWithin).findIndex((row) => isHeading(row));
  const heading = rows[at];
  if (!heading)
    throw badInput(
      'input.file',
      'No row has the headings of a list of contacts. Give the columns names, such as function, name, entity, emails, phones; an export shows them all.',
    );
  const below = rows.slice(at + 1).filter(({ cells }) => [...cells.values()].some(isFilled));
  if (below.length > importLimits.rows)
    throw badInput(
      'input.file',
      `The file has ${below.length} rows; at most ${importLimits.rows} are imported at once.`,
    );
  const columns = [...heading.cells].flatMap(([column, cell]) => {
    const text = textOf(cell).trim();
    if (text === '') return [];
    return [{ column, heading: text, field: columnOf(text) }];
  });
  return {
    rows: below.map((row) => readRow(row, columns)),
    ignored: columns.filter(({ field }) => field === null || field === 'level').map(({ heading }) => heading),
  };
}

interface Column {
  readonly column: number;
  readonly heading: string;
  readonly field: ReturnType<typeof columnOf>;
}

function readRow({ number, cells }: TableRow, columns: readonly Column[]): ImportedRow {
  const row = new RowDraft(number);
  for (const { column, heading, field } of columns) {
    const cell = cells.get(column);
    const place = `column ${columnName(column)}, “${heading}”`;
    if (cell && 'error' in cell && field !== null && field !== 'none' && field !== 'level') {
      row.problem(
        place,
        'This cell holds an error of the spreadsheet in place of a value. Write the value itself.',
      );
      continue;
    }
    const text = cell ? textOf(cell) : '';
    switch (field) {
      case null:
      case 'none':
      case 'level':
        break;
      case 'id':
        row.id(text);
        break;
      case 'state':
        row.state(text);
        break;
      case 'function':
      case 'kind':
        row[field](text, place);
        break;
      case 'emails':
      case 'phones':
      case 'languages':
        row.cell(field, text, place);
        break;
      case 'timeZone':
        row.timeZone(text);
        break;
      case 'availability':
        row.hours(text, place);
        break;
      case 'publicKeys':
        row.keys(keysIn(text), place);
        break;
      case 'unofficialEnglish':
        row.unofficial(text);
        break;
      case 'name':
      case 'title':
      case 'entity':
      case 'webPage':
        row.text(field, text, place);
        break;
      default:
        row.said(field.field, field.language, text, place);
    }
  }
  return row.read();
}

const [keyBegins, keyEnds] = ['-----BEGIN PGP PUBLIC KEY BLOCK-----', '-----END PGP PUBLIC KEY BLOCK-----'];

/** Armoured keys, one after the other. What is none is one key too, for the field itself to refuse. */
function keysIn(text: string): string[] {
  const keys: string[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    const begin = text.indexOf(keyBegins, at);
    const end = text.indexOf(keyEnds, Math.max(begin, at));
    if (begin < 0 || end < 0) return [...keys, text.slice(at).trim()];
    at = end + keyEnds.length;
    keys.push(`${text.slice(begin, at)}\n`);
  }
  return keys;
}

const textOf = (cell: TableCell) => ('text' in cell ? cell.text : '');
const isFilled = (cell: TableCell) => 'error' in cell || cell.text.trim() !== '';

/** Two names of columns at the least: one might be a word of a title. */
function isHeading({ cells }: TableRow): boolean {
  const known = [...cells.values()].filter((cell) => columnOf(textOf(cell)) !== null);
  return known.length >= 2;
}
