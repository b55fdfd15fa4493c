import writeWorkbook, { type Cell, type Row } from 'write-excel-file/node';
import type { SampleEntry } from '../../contract.ts';
import { noteLines, titleLines } from './built-in.ts';
import { countryOf, groupColumns, groups } from './row.ts';

const heading = { fontWeight: 'bold', align: 'center', wrap: true } as const;
const text = { alignVertical: 'top', wrap: true } as const;

/** The workbook: title lines, a header of two rows, rows merged down by country, and a second worksheet of notes. */
export function writeRows(rows: readonly SampleEntry[]): Promise<Buffer> {
  const above = [...titleLines.map((line): Row => [{ value: line, fontWeight: 'bold' }]), [], ...header()];
  const hidden = new Set(
    rows.flatMap((row, index) => (row.fields.Hidden === 'yes' ? [above.length + index] : [])),
  );
  const widths = [5, 20, ...groups.flatMap(() => [26, 26, 28, 20, 18, 30]), 20, 14];
  const sheets = [
    {
      sheet: 'PoC Directory',
      data: [...above, ...body(rows)],
      columns: widths.map((width) => ({ width })),
      orientation: 'landscape' as const,
    },
    { sheet: 'Notes', data: noteLines.map((line) => [...line]) },
  ];
  return writeWorkbook(sheets, {
    features: [
      {
        files: {
          transform: { 'xl/worksheets/sheet{id}.xml': { transformElementAttributes: hiding(hidden) } },
        },
      },
    ],
  }).toBuffer();
}

function header(): Row[] {
  const tall = (value: string): Cell => ({ value, ...heading, rowSpan: 2 });
  const wide = (value: string): Cell[] => [
    { value, ...heading, columnSpan: groupColumns.length },
    ...groupColumns.slice(1).map(() => null),
  ];
  return [
    [
      tall('No'),
      tall('PARTICIPATING  COUNTRY'),
      ...wide('High-Level Point of Contact'),
      ...wide('WORKING-LEVEL  point of contact'),
      tall('Remarks '),
      tall('As of'),
    ],
    [
      null,
      null,
      ...groupColumns.map((value) => ({ value, ...heading })),
      ...groupColumns.map((value) => ({ value: value.replace('/', ' / ').toUpperCase(), ...heading })),
      null,
      null,
    ],
  ];
}

function body(rows: readonly SampleEntry[]): Row[] {
  let number = 0;
  return rows.map((row, index) => {
    const country = countryOf(row);
    const before = rows[index - 1];
    const continues = before !== undefined && countryOf(before) === country;
    if (!continues) number += 1;
    const span = rows.slice(index).findIndex((other) => countryOf(other) !== country);
    const down = { ...text, rowSpan: span === -1 ? rows.length - index : span };
    const cells = groups.flatMap((group) =>
      groupColumns.map((column) => written(row.fields[`${group} ${column}`] ?? '')),
    );
    return [
      continues ? null : { value: number, ...down },
      continues ? null : { value: country, ...down },
      ...cells,
      written(row.fields.Remarks ?? ''),
      dated(row.fields['As of'] ?? ''),
    ];
  });
}

function written(value: string): Cell {
  return value === '' ? null : { value, ...text };
}

function dated(value: string): Cell {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  if (!day || Number.isNaN(day.getTime())) return written(value);
  return { value: day, format: 'dd mmm yyyy', ...text };
}

/** The library has no word for a hidden row, but lets a feature of one's own write the row's attribute. */
function hiding(hidden: ReadonlySet<number>) {
  return (
    tag: string,
    attributes: Record<string, string | number>,
    index: number | undefined,
    _sheet: unknown,
    { sheetIndex }: { sheetIndex: number },
  ) =>
    tag === 'row' && sheetIndex === 0 && index !== undefined && hidden.has(index)
      ? { ...attributes, hidden: 1 }
      : attributes;
}
