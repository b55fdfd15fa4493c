import { cellText, readFirstWorksheet } from '../../../platform/workbook/workbook.ts';
import { asMeant } from '../export/csv.ts';
import { type ImportedFile, importLimits } from './imported-file.ts';
import { readTable, type TableCell } from './read-table.ts';

/** Contacts from the first worksheet of a workbook (.xlsx). @throws UnreadableFile, Problem BAD_USER_INPUT */
export function readWorkbook(bytes: Uint8Array): ImportedFile {
  const { rows } = readFirstWorksheet(bytes, importLimits.unpackedBytes);
  return readTable(
    rows.map(({ number, cells }) => ({
      number,
      cells: new Map(
        [...cells]
          .filter(([column]) => column <= importLimits.columns)
          .map(([column, cell]): [number, TableCell] => [
            column,
            cell.kind === 'error' ? { error: cell.error } : { text: asMeant(cellText(cell) ?? '') },
          ]),
      ),
    })),
  );
}
