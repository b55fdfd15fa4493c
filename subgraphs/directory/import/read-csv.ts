import { CsvError, parse } from 'csv-parse/sync';
import { badInput } from '../../../platform/errors/problem.ts';
import { asMeant } from '../export/csv.ts';
import { type ImportedFile, importLimits } from './imported-file.ts';
import { readTable } from './read-table.ts';

/**
 * Contacts from separated values (RFC 4180): parted by commas, or by semicolons or tabs, as spreadsheet programs write them in
 * many countries.
 * @throws Problem BAD_USER_INPUT
 */
export function readCsv(text: string): ImportedFile {
  const { body, delimiter, skipped } = separated(text);
  const records = recordsOf(body, delimiter);
  const rows = records.map((cells, index) => ({
    number: index + 1 + skipped,
    cells: new Map(
      cells
        .slice(0, importLimits.columns)
        .map((cell, column) => [column + 1, { text: asMeant(cell) }] as const),
    ),
  }));
  return readTable(rows);
}

function recordsOf(text: string, delimiter: string): string[][] {
  try {
    // Without names of columns each record is a list: no name from the file becomes a property of an object.
    return parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: 100_000,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
    throw badInput(
      'input.file',
      `The file cannot be read as comma-separated values${line}: a quotation mark is missing, or one too many. Save it again as CSV from a spreadsheet program.`,
    );
  }
}

const delimiters = [',', ';', '\t', '|'];

/** What parts the values: what the first line says (`sep=;`), or what the first lines have most of, quoted text apart. */
function separated(text: string): { body: string; delimiter: string; skipped: number } {
  const told = /^sep=([,;\t|])\r?\n/i.exec(text);
  if (told) return { body: text.slice(told[0].length), delimiter: told[1] ?? ',', skipped: 1 };
  const beginning = text.slice(0, 4000).replace(/"[^"]*"/g, '');
  const count = (character: string) => beginning.split(character).length;
  const [most = ','] = [...delimiters].sort((one, other) => count(other) - count(one));
  return { body: text, delimiter: most, skipped: 0 };
}
