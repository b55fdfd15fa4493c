import { readFirstWorksheet as readWorksheet, type Worksheet } from '../../platform/workbook/workbook.ts';
import { readingSource } from './unreadable.ts';

export {
  type Cell,
  cellText,
  columnName,
  type Merge,
  type SheetRow,
  type Worksheet,
} from '../../platform/workbook/workbook.ts';

/** The first worksheet of the workbook that a source gave. @throws SourceFailure where it is none, or is damaged */
export const readFirstWorksheet = (bytes: Uint8Array): Worksheet => readingSource(() => readWorksheet(bytes));
