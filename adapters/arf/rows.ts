import type { Located, SetAside } from '../contract.ts';
import { cellText, type SheetRow, type Worksheet } from '../formats/workbook.ts';
import { isPlaceholder } from './cells.ts';
import { findLayout, type Layout, repeatsHeader } from './layout.ts';
import { participantCode } from './participants.ts';
import {
  type ArfCell,
  type ArfField,
  type ArfRecord,
  contactFields,
  type Level,
  levels,
  levelTitles,
} from './record.ts';
import { type ReadRow, TableReader } from './table.ts';

/**
 * The records of a worksheet: each level of each row that says anything about it.
 *
 * A row without a country continues the country above: where that country's cell is merged down to it, and where it stands
 * directly below and has no number of its own. Otherwise its country is missing, and it is never guessed.
 * @throws SourceFailure where the header is not found
 */
export function readRows(sheet: Worksheet): { records: Located<ArfRecord>[]; setAside: SetAside[] } {
  const layout = findLayout(sheet);
  const records: Located<ArfRecord>[] = [];
  const setAside: SetAside[] = [];
  const firstRows = new Map<string, number>();
  for (const { number, record } of readTable(sheet, layout)) {
    const location = `${sheet.name}, row ${number}, ${levelTitles[record.level]}`;
    const same = sameness(record, number);
    const first = firstRows.get(same);
    if (first === undefined) {
      firstRows.set(same, number);
      records.push({ record, location });
    } else {
      setAside.push({ location, reason: `It repeats row ${first} word for word, which is read once.` });
    }
  }
  return { records, setAside };
}

/** The same for two rows of one participant and level that say the same. */
function sameness(record: ArfRecord, row: number): string {
  const texts = [...contactFields, 'remarks' as const, 'asOf' as const].map((field) => record[field].text);
  const errors = contactFields.some((field) => record[field].error !== null);
  const country = record.country.text;
  return JSON.stringify([record.level, country && !errors ? participantCode(country) : row, ...texts]);
}

function* readTable(sheet: Worksheet, layout: Layout): Generator<{ number: number; record: ArfRecord }> {
  const table = new TableReader(sheet, layout.lastHeaderRow);
  let country: ArfCell | null = null;
  let lastRow = layout.lastHeaderRow;
  for (const source of sheet.rows) {
    if (source.number <= layout.lastHeaderRow) continue;
    const follows = source.number === lastRow + 1;
    lastRow = source.number;
    if (repeatsHeader(source, layout)) continue;
    if (isNote(source, sheet, layout)) {
      // What stands below a note continues no country above it.
      country = null;
      continue;
    }
    const row = table.next(source);
    const contacts = levels.filter((level) => saysAnything(row, layout, level));
    const own = row.cell(layout.shared.country);
    if (own.text !== null) country = own;
    else if (contacts.length > 0 && !continues(row, layout, follows, own)) country = null;
    for (const level of contacts) {
      yield { number: row.number, record: recordOf(row, layout, level, country ?? own) };
    }
  }
}

function continues(row: ReadRow, layout: Layout, follows: boolean, country: ArfCell): boolean {
  return follows && country.error === null && !row.says(layout.shared.number);
}

function saysAnything(row: ReadRow, layout: Layout, level: Level): boolean {
  return contactFields.some((field) => row.says(layout.groups[level][field]));
}

function recordOf(row: ReadRow, layout: Layout, level: Level, country: ArfCell): ArfRecord {
  const cell = (field: ArfField) => row.cell(layout.groups[level][field]);
  return {
    level,
    country,
    name: cell('name'),
    designation: cell('designation'),
    agency: cell('agency'),
    telephone: cell('telephone'),
    fax: cell('fax'),
    email: cell('email'),
    remarks: row.cell(layout.shared.remarks),
    asOf: row.cell(layout.shared.asOf),
  };
}

/** A row of one text that is no contact: a note below the table, a title or a section's heading within it. */
function isNote(row: SheetRow, sheet: Worksheet, layout: Layout): boolean {
  const held = [...row.cells].filter(([, cell]) => !isPlaceholder(cellText(cell) ?? '#'));
  const [only] = held;
  if (!only || held.length > 1) return false;
  const [column, cell] = only;
  if (layout.shared.country.some((one) => one.column === column)) return false;
  const isContact = levels.some((level) =>
    contactFields.some((field) => layout.groups[level][field].some((one) => one.column === column)),
  );
  if (!isContact) return true;
  const isWide = sheet.merges.some(
    ({ top, left, right }) => top === row.number && left === column && right > left,
  );
  return (
    isWide ||
    /^\W*(?:notes?|n\.?\s?b\.?|sources?|legend|abbreviations?|prepared|updated|last updated)\b/i.test(
      cellText(cell) ?? '',
    )
  );
}
